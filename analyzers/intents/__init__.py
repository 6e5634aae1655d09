"""Intents: what a shopper wants beside finding products."""
