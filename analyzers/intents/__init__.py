"""Intents: what a shopper wants beside finding products. Rules are data, matched by phrases."""
