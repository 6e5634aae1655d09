"""How large a body may be. All of these are in the API's documentation."""

MAX_SEARCH_BODY_BYTES = 256 * 1024
MAX_ITEM_BYTES = 1024 * 1024
"""The longest line of a bulk body, and the largest body of a single item."""
MAX_BULK_LINES = 100_000
MAX_TUNING_BODY_BYTES = 8 * 1024 * 1024
MAX_LISTED = 200
"""The most drafts or versions of one answer."""
