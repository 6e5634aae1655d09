"""Ranking features: numbers about a candidate and a query, each with a name and one definition, by
which models are trained and served. `registry` has all of them.
"""
