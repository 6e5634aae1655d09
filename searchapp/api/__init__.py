"""REST: search, suggestions, products and the writing of the catalog, under `/api/`."""
