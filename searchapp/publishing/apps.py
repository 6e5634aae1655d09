"""The Django application of drafts and versions."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PublishingConfig(AppConfig):
    name = "searchapp.publishing"
    label = "publishing"
    verbose_name = "Drafts and versions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from searchapp.publishing.roles import make_roles

        post_migrate.connect(make_roles, dispatch_uid="publishing.roles")
