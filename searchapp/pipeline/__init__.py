"""The request path, from a search request to a ranked and explained answer. Pure Python."""
