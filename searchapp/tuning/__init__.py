"""What shows merchants how an answer came about, and what a change does to it."""
