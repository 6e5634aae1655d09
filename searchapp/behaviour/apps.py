"""The Django application of shoppers' behaviour."""

from django.apps import AppConfig


class BehaviourConfig(AppConfig):
    name = "searchapp.behaviour"
    label = "behaviour"
    verbose_name = "Behaviour"
    default_auto_field = "django.db.models.BigAutoField"
