"""Elasticsearch 9 as the search engine: its free core only."""
