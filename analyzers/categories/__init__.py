"""Categories: in which part of the catalog a query looks, learnt from the catalog itself."""
