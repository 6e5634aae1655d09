"""Judged relevance: judgments, metrics, and rankers trained on them. Where something is trained it
needs requirements-training.txt; nothing that answers searches imports it.
"""
