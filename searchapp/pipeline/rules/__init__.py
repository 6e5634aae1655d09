"""Query rules: what merchants want of which searches, as values, and the matcher that finds them."""
