"""The Django application of the tuning pages."""

from django.apps import AppConfig


class TuningConfig(AppConfig):
    name = "searchapp.tuning"
    label = "tuning"
    verbose_name = "Tuning"
