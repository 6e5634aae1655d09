"""What the shop knows about words: learnt from its catalog and query log, and told by merchants."""
