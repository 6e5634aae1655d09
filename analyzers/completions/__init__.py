"""Completions: how a query that is being typed may go on."""
