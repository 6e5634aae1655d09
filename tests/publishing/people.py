"""People in their roles."""

from __future__ import annotations

from django.contrib.auth.models import Group, User

from searchapp.publishing.actors import Actor


def person(name: str, *roles: str) -> User:
    """A member of the staff in these roles."""
    user = User.objects.create_user(name, password="secret", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(roles)
    return User.objects.get(pk=user.pk)


def actor(name: str, *roles: str) -> Actor:
    return Actor.of(person(name, *roles))
