"""The admin as the people who work with it see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from playwright.sync_api import Page

from tests.browser.fixtures import Visit, browser, visit

__all__ = ["browser", "visit"]

Enter = Callable[..., Page]


@pytest.fixture
def staff() -> Callable[..., Client]:
    """Logs in a member of the staff who has the permissions `app.codename`."""

    def login(*permissions: str) -> Client:
        user = User.objects.create_user(f"staff {User.objects.count()}", is_staff=True)
        for permission in permissions:
            application, codename = permission.split(".")
            user.user_permissions.add(
                Permission.objects.get(content_type__app_label=application, codename=codename)
            )
        client = Client()
        client.force_login(user)
        return client

    return login


@pytest.fixture
def enter(admin_client: Client, visit: Visit) -> Enter:
    """Opens a page of the admin in the browser as one who may do everything."""
    cookies = {name: morsel.value for name, morsel in admin_client.cookies.items()}

    def open_page(address: str, **options: object) -> Page:
        return visit(address, cookies=cookies, **options)

    return open_page
