"""Template tags of forms that write drafts."""
