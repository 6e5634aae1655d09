"""The Django application of judged relevance: sets of judged queries, and what was measured."""

from django.apps import AppConfig


class RelevanceConfig(AppConfig):
    name = "searchapp.relevance"
    label = "relevance"
    verbose_name = "Relevance"
