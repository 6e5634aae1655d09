"""Synonyms: other ways to say the same, written by merchants."""
