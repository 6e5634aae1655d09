"""The Django application of the lexicon."""

from django.apps import AppConfig


class LexiconConfig(AppConfig):
    name = "searchapp.lexicon"
    label = "lexicon"
    verbose_name = "Lexicon"
    default_auto_field = "django.db.models.BigAutoField"
