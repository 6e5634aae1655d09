"""The Django application of the REST endpoints and their keys."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "searchapp.api"
    label = "api"
    verbose_name = "API"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers what needs the app registry: the system checks and the documentation's auth
        scheme.
        """
        from searchapp import checks  # noqa: F401
        from searchapp.api.documentation import security  # noqa: F401
