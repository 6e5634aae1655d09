"""Passwords are not guessed: after some wrong ones the account and the address wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from redis.exceptions import RedisError

from searchapp.adminsite import login_limit
from searchapp.adminsite.login_limit import FIRST_WAIT_S, LONGEST_WAIT_S, Counter

pytestmark = pytest.mark.django_db
DOORS = ("/tuning/login/", "/admin/login/")
FREE = 5
each_door = pytest.mark.parametrize("door", DOORS)


@pytest.fixture(autouse=True)
def ann() -> Iterator[User]:
    cache.clear()
    yield User.objects.create_user("ann", password="secret", is_staff=True)
    cache.clear()


def attempt(door: str, password: str, name: str = "ann", address: str = "192.0.2.1") -> Any:
    return Client(REMOTE_ADDR=address).post(door, {"username": name, "password": password})


def is_refused(answer: Any) -> bool:
    return answer.status_code != 302 and "Too many wrong passwords." in answer.content.decode()


@each_door
def test_after_some_wrong_passwords_even_the_right_one_waits_and_is_told_so(door: str) -> None:
    for _ in range(FREE + 1):
        assert not is_refused(attempt(door, "wrong"))
    answer = attempt(door, "secret")
    assert is_refused(answer)
    assert f"Try again in {FIRST_WAIT_S} seconds" in answer.content.decode()


def test_both_doors_count_together() -> None:
    for number in range(FREE + 1):
        attempt(DOORS[number % 2], "wrong")
    assert all(is_refused(attempt(door, "secret")) for door in DOORS)


def test_the_tuning_pages_answer_with_the_status_of_too_many_requests() -> None:
    for _ in range(FREE + 1):
        assert attempt("/tuning/login/", "wrong").status_code == 200
    assert attempt("/tuning/login/", "wrong").status_code == 429


@each_door
def test_the_right_password_forgets_the_wrong_ones(door: str) -> None:
    for _ in range(3):
        for _ in range(FREE - 1):
            attempt(door, "wrong")
        assert attempt(door, "secret").status_code == 302


def test_another_account_of_the_same_address_is_not_held_up() -> None:
    User.objects.create_user("ben", password="secret")
    for _ in range(FREE + 2):
        attempt("/tuning/login/", "wrong")
    assert attempt("/tuning/login/", "secret", name="ben").status_code == 302


def test_an_account_waits_whatever_address_guesses_and_however_it_is_written() -> None:
    for number in range(FREE + 1):
        attempt(
            "/tuning/login/", "wrong", name=(" ann", "ANN")[number % 2], address=f"192.0.2.{number}"
        )
    assert is_refused(attempt("/tuning/login/", "secret", address="198.51.100.1"))


def test_an_account_that_there_is_not_is_answered_alike() -> None:
    for _ in range(FREE + 1):
        attempt("/tuning/login/", "wrong", name="nobody")
    assert is_refused(attempt("/tuning/login/", "wrong", name="nobody"))


@pytest.mark.parametrize(
    ("first", "later"), [("192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::2")]
)
def test_an_address_that_tries_many_accounts_waits(
    environment: Callable[..., None], first: str, later: str
) -> None:
    environment(SEARCHAPP_LOGIN_ATTEMPTS=1)
    for number in range(login_limit.OF_AN_ADDRESS + 1):
        assert not is_refused(
            attempt("/tuning/login/", "wrong", name=f"user{number}", address=first)
        )
    assert is_refused(attempt("/tuning/login/", "secret", address=later))
    assert attempt("/tuning/login/", "secret", address="198.51.100.1").status_code == 302


def test_how_many_are_free_is_a_setting(environment: Callable[..., None]) -> None:
    environment(SEARCHAPP_LOGIN_ATTEMPTS=1)
    attempt("/tuning/login/", "wrong")
    attempt("/tuning/login/", "wrong")
    assert is_refused(attempt("/tuning/login/", "wrong"))


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Counter("login:account:test", free=0)
    waits = []
    for _ in range(9):
        assert counter.taken() == 0.0
        waits.append(round(counter.taken()))
        cache.delete("login:account:test:turn")
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, LONGEST_WAIT_S]


def test_who_hammers_does_not_lengthen_the_wait() -> None:
    counter = Counter("login:account:test", free=0)
    counter.taken()
    assert all(0 < counter.taken() <= FIRST_WAIT_S for _ in range(20))


def test_of_attempts_at_once_no_more_than_the_free_ones_and_one_are_let_through() -> None:
    counters = [Counter("login:account:test", FREE) for _ in range(50)]
    assert sum(each.taken() == 0.0 for each in counters) == FREE + 1


def test_a_cache_that_does_not_answer_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: Any, **named: Any) -> None:
        raise RedisError("away")

    monkeypatch.setattr(login_limit.cache, "add", broken)
    monkeypatch.setattr(login_limit.cache, "delete_many", broken)
    for _ in range(FREE + 3):
        assert not is_refused(attempt("/tuning/login/", "wrong"))
    assert attempt("/tuning/login/", "secret").status_code == 302


def test_nobody_but_staff_comes_into_the_admin() -> None:
    User.objects.create_user("ben", password="secret")
    answer = attempt("/admin/login/", "secret", name="ben")
    assert answer.status_code == 200
    assert "staff account" in answer.content.decode()


def test_right_passwords_shut_no_one_out_who_shares_the_address() -> None:
    for name in "bcd":
        User.objects.create_user(name, password="secret")
    for number in range(FREE * login_limit.OF_AN_ADDRESS):
        attempt("/tuning/login/", "wrong", f"nobody-{number}")
    for name in "bcd":
        assert not is_refused(attempt("/tuning/login/", "secret", name))
