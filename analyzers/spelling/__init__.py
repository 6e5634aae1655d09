"""Spelling: what was meant by words that the catalog does not know."""
