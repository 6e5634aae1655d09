"""The workbench: one query, its live answer beside that of a draft, and what moves its hits."""
