"""The Django application of the admin's frame; it replaces some templates of `unfold`."""

from django.apps import AppConfig


class AdminSiteConfig(AppConfig):
    name = "searchapp.adminsite"
    label = "adminsite"
    verbose_name = "Admin"
