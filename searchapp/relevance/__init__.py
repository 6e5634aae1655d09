"""Judged relevance: judgments, metrics, and rankers trained on them. Needs requirements-training.txt
where something is trained; nothing that answers searches imports it.
"""
