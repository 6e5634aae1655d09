"""The Django application of the demo shop's pages."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "searchapp.storefront"
    label = "storefront"
    verbose_name = "Demo shop"
