"""Categories: in which part of the catalog a query looks."""
