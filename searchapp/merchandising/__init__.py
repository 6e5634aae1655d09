"""Query rules and ranking profiles as merchants write them, and the configuration of all that is
published.
"""
