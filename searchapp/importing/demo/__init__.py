"""A believable marketplace out of hand-written knowledge, for trying searchapp without own data.

``marketplace_rows`` streams the catalog's rows, ``write_pictures`` draws the pictures that they
name. Everything follows from a seed and a moment; nothing is downloaded.
"""

from .marketplace import marketplace_rows
from .pictures import draw_picture, write_pictures
from .rejected import REJECTED_ROWS

__all__ = ["REJECTED_ROWS", "draw_picture", "marketplace_rows", "write_pictures"]
