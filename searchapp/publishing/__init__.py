"""Drafts, published versions, and who changed what: for whatever rows merchants write."""
