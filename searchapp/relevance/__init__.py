"""Judged relevance: query sets and their judgments, quality over versions, the impact of a draft,
and rankers trained on judgments. What trains needs requirements-training.txt; nothing that answers
searches imports it.
"""
