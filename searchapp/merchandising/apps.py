"""The Django application of rules and profiles."""

from django.apps import AppConfig


class MerchandisingConfig(AppConfig):
    name = "searchapp.merchandising"
    label = "merchandising"
    verbose_name = "Rules and ranking"
    default_auto_field = "django.db.models.BigAutoField"
