"""Wishes that are said in patterns rather than by names: prices, ratings, stock, sellers."""
