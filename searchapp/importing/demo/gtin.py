"""EAN-13 numbers from the 200-299 range, which GS1 keeps free for use inside a company."""

from searchapp.catalog.gtin import check_digit

_SERIALS = 10**11
_SCATTER = 76_543_210_987  # no common factor with 10, so distinct serials stay distinct


def gtin13(serial: int) -> str:
    """A valid number for this serial; the same serial always gives the same number."""
    digits = f"2{serial * _SCATTER % _SERIALS:011d}"
    return f"{digits}{check_digit(digits)}"
