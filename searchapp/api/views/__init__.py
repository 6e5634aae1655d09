"""The endpoints: parse, call the service, serialise."""
