"""Judged relevance: judgments, metrics, and rankers trained on them. What trains needs
requirements-training.txt; nothing that answers searches imports it.
"""
