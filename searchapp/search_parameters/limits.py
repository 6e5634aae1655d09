"""How much one search may ask. All of these are in the API's documentation."""

MAX_QUERY_CHARACTERS = 1_000
MAX_PAGE_SIZE = 100
MAX_QUERY_DEPTH = 1_000
"""How far a query's hits can be paged: beyond that, nobody ranks them with care."""
MAX_BROWSE_DEPTH = 10_000
"""How far a browse (an empty query) can be paged: what an index gives without a cursor."""
MAX_FILTERS = 50
MAX_FILTER_VALUES = 100
MAX_VALUE_CHARACTERS = 500
MAX_FACETS = 20
MAX_SESSION_CHARACTERS = 128
MAX_SUGGESTIONS = 20
MAX_SIMILAR = 50
