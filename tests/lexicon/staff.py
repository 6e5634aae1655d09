"""People who work on the shop's words."""

from __future__ import annotations

from django.contrib.auth.models import Permission, User
from django.test import Client


def staff(*permissions: str) -> Client:
    """A member of the staff who is logged in and has these permissions of the lexicon."""
    user = User.objects.create_user(f"staff {User.objects.count()}", is_staff=True)
    found = Permission.objects.filter(content_type__app_label="lexicon", codename__in=permissions)
    assert found.count() == len(permissions)
    user.user_permissions.set(found)
    client = Client()
    client.force_login(user)
    return client


def refused(client: Client, path: str) -> bool:
    """Whether the page is not shown to `client`: it is forbidden, or a login is asked for."""
    answer = client.get(path)
    return answer.status_code == 403 or (
        answer.status_code == 302 and answer["Location"].startswith("/admin/login/")
    )
