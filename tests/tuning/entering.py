"""People before the tuning pages."""

from __future__ import annotations

from django.test import Client

from tests.publishing.people import person


def entered(name: str, *roles: str) -> Client:
    """A browser in which someone of these roles is logged in."""
    client = Client()
    client.force_login(person(name, *roles))
    return client


def read(client: Client, address: str) -> str:
    """The page, which must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sent(client: Client, address: str, **fields: object) -> str:
    """The page to which the person comes who sends the form, also where it is refused there."""
    answer = client.post(address, fields, follow=True)
    assert answer.status_code in (200, 409, 422), answer.status_code
    return answer.content.decode()
