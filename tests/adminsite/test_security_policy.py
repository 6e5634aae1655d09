"""The admin asks for no exception from the content security policy."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/admin/", "/admin/lexicon/synonym/", "/admin/auth/user/add/"])
def test_pages_have_the_policy_of_the_shop(admin_client: Client, address: str) -> None:
    answer = admin_client.get(address)
    assert (
        answer["Content-Security-Policy"] == admin_client.get("/healthz")["Content-Security-Policy"]
    )
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/login/",
        "/admin/",
        "/admin/lexicon/synonym/",
        "/admin/lexicon/synonym/add/",
        "/admin/lexicon/analysis/",
        "/admin/lexicon/protectedword/import/",
        "/admin/catalog/product/add/",
        "/admin/indexing/overview/",
    ],
)
def test_no_page_carries_script_or_style_in_its_text(admin_client: Client, address: str) -> None:
    client = Client() if "login" in address else admin_client
    page = client.get(address).content.decode()
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|\sstyle=", page) == []
