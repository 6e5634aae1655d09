"""The Django application of judged relevance: its commands."""

from django.apps import AppConfig


class RelevanceConfig(AppConfig):
    name = "searchapp.relevance"
    label = "relevance"
    verbose_name = "Relevance"
