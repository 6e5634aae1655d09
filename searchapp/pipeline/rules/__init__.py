"""Query rules: what merchants want of which searches, and the matcher that finds them."""
