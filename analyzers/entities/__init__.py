"""Entities: which words of a query name a value of a catalog field."""
