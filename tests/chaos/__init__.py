"""Real parts that are killed and frozen while the catalog changes: the index must equal it after.

`python -m tests.chaos --runs 500 --seed 1`; CONTRIBUTING.md says what it needs.
"""
