"""The scores and the order: fusion, boosts, rerankers, the mixed row."""
