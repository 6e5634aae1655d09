"""Weights of channels that fit the query: how much words count beside meaning."""
