"""The query as it is understood, and what is done with what was found in it."""
