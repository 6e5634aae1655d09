"""Why an item is not on the page of an answer, and what would bring it in.

Nothing here ranks: the plan of the very answer is asked again about one item, restricted or
loosened, and what comes of it is told.
"""
