"""Query sets: who judged what, in which order, how far raters agree, and files of judgments."""
