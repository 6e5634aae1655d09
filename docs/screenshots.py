"""The pictures of docs/tuning.md, taken of the demo marketplace: `make screenshots`.

The demo stays as it is: what the pictures show is written into a copy of its database, and a server
over this copy is looked at. The judgments are made up.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, CHROMIUM

LARGEST = 120_000
"""How many bytes a picture may have."""
_PASSWORD = "only for the pictures"  # noqa: S105 - of an account in a database that is thrown away
_QUERY = "running shoes"
_UNRATED = "rain jacket"
_COPIED = ("indexes",)
_LINKED = ("media", "models", "lexicon", "secret_key")

# What shoppers type, and the words that right answers have in their titles.
_JUDGED = {
    "trainers": "sneakers",
    "hoover": "vacuum",
    "nappies": "diapers",
    "mobile phone": "smartphone",
    "rain jacket": "rain jacket",
    "red running shoes": "running shoes red",
    "sleeping bag": "sleeping bag",
    "kids backpack": "kids backpack",
    "air fryer": "air fryer",
    "wool coat": "wool coat",
    "pedestal fan": "standing fan",
    "desk lamp": "desk lamp",
}
_Changes = Mapping[str, Mapping[str, Mapping[str, Any]]]
_PUBLISHED: tuple[tuple[str, _Changes], ...] = (
    (
        "Words of our shoppers",
        {
            "synonyms": {
                "trainers": {"terms": ["trainers", "sneakers"]},
                "hoover": {"terms": ["hoover", "vacuum cleaner"]},
            },
            "banned_words": {"fake": {"text": "fake"}},
        },
    ),
    (
        "Phones and fans",
        {
            "synonyms": {
                "phone": {"terms": ["mobile phone", "cell phone"], "targets": ["smartphone"]}
                | {"kind": "one-way"},
                "fan": {"terms": ["pedestal fan", "standing fan"]},
            },
        },
    ),
    (
        "Outdoor month",
        {
            "rules": {
                "outdoor": {
                    "name": "Jackets for outdoors",
                    "when": [{"phrase": "rain jacket"}, {"all_words": "waterproof jacket"}],
                    "do": [{"boost": {"brand": ["Wrenfold"]}, "strength": "moderate"}],
                },
            },
        },
    ),
)
_AUTUMN = {
    "name": "Autumn sale of boots",
    "when": [{"phrase": "walking boots"}, {"all_words": "boots autumn"}],
    "do": [
        {"boost": {"brand": ["Calzamora"]}, "strength": "weak"},
        {"banner": {"title": "Autumn sale", "text": "Up to 30 % off boots"}},
    ],
    "priority": 5,
    "schedule": {"days": ["friday", "saturday", "sunday"], "time_zone": "Europe/Berlin"},
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What was written for the pictures to show."""

    draft: int
    impact: int
    query_set: int
    boosted: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/tuning"))
    folder: Path = parser.parse_args().folder
    demo = Path(os.environ.get("SEARCHAPP_DATA_DIR", "var")).resolve()
    if not (demo / "searchapp.sqlite3").exists():
        sys.exit(f"There is no demo in {demo}: make it with `manage.py demo --no-server`.")
    with tempfile.TemporaryDirectory() as data_dir:
        _copy(demo, Path(data_dir))
        os.environ |= {
            "SEARCHAPP_DATA_DIR": data_dir,
            "DJANGO_SETTINGS_MODULE": "searchapp.settings",
        }
        for server in ("DATABASE_URL", "ELASTICSEARCH_URL", "CELERY_BROKER_URL", "CACHE_URL"):
            os.environ.pop(server, None)
        shown = _write()
        with _server(Path(data_dir)) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            _take_all(browser, base, shown, folder)
            browser.close()


def _copy(demo: Path, to: Path) -> None:
    source, copy = (sqlite3.connect(each / "searchapp.sqlite3") for each in (demo, to))
    with source, copy:
        source.backup(copy)
    source.close()
    copy.close()
    for name in _COPIED:
        shutil.copytree(demo / name, to / name)
    for name in _LINKED:
        if (demo / name).exists():
            (to / name).symlink_to(demo / name)


def _write() -> Shown:
    """Versions, judgments with their measurements, and a draft with its impact."""
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from searchapp import wiring
    from searchapp.merchandising.current import version_config
    from searchapp.pipeline.request import Kind, SearchRequest
    from searchapp.pipeline.rules.actions import Item
    from searchapp.publishing.actors import Actor
    from searchapp.publishing.editing import change, new_draft
    from searchapp.publishing.models import Version
    from searchapp.publishing.publication import publish
    from searchapp.relevance.impact import impact_runs
    from searchapp.relevance.models import ImpactRun, QuerySet
    from searchapp.relevance.quality.quality_runs import measure_quality
    from searchapp.tuning.workbench.query_rule import Act, Click, do_to

    call_command("migrate", verbosity=0)
    people = [User.objects.create_superuser(name, password=_PASSWORD) for name in ("anna", "ben")]
    anna = Actor.of(people[0])
    for name, changes in _PUBLISHED:
        draft = new_draft(name, anna, shared=True)
        for section, values in changes.items():
            change(draft, section, values, anna)
        publish(draft, anna)
    service = wiring.search_service()
    query_set = QuerySet.objects.create(name="Most asked")
    _judge(query_set, people)
    for number in Version.objects.order_by("number").values_list("number", flat=True):
        measure_quality(service, version_config(number), query_set, version=number)

    draft = new_draft("Autumn campaign", anna, shared=True, note="Goes live with the newsletter.")
    request = SearchRequest(text=_QUERY, size=24)
    hits = service.search(request, wiring.current_config()).hits
    items = [hit.id for hit in hits if hit.kind is Kind.PRODUCT]
    for act, place in ((Act.PIN, 6), (Act.BOOST, 11), (Act.BURY, 2)):
        do_to(draft, request, Click(act, Item(Kind.PRODUCT, items[place])), anna)
    change(draft, "rules", {"autumn": _AUTUMN}, anna)
    change(draft, "synonyms", {"nappies": {"terms": ["nappies", "diapers"]}}, anna)
    run = ImpactRun.objects.create(draft=draft, revision=draft.revision, asked_by=people[0])
    impact_runs.carry_out(run)
    return Shown(draft.pk, run.pk, query_set.pk, items[11])


def _judge(query_set: Any, raters: list[Any]) -> None:
    """Grades by how many of the right words a title has; of every fifth the raters disagree."""
    from searchapp import wiring
    from searchapp.pipeline.request import SearchRequest
    from searchapp.relevance.models import JudgedQuery
    from searchapp.relevance.query_sets.rating import rate

    service, config = wiring.search_service(), wiring.current_config()
    for text, right in _JUDGED.items():
        query = JudgedQuery.objects.create(query_set=query_set, text=text)
        hits = {
            hit.candidate.key: str(hit.document["title"]).lower()
            for asked in (text, right)
            for hit in service.search(SearchRequest(text=asked, size=20), config).hits
        }
        words = right.split()
        for item, title in hits.items():
            grade = round(3 * sum(word in title for word in words) / len(words))
            by_chance = hashlib.sha256(f"{text} {item[1]}".encode()).digest()[0]
            rate(query, raters[1], item, grade)
            # Some are left for the picture of the page on which one rates.
            if text != _UNRATED:
                rate(query, raters[0], item, max(grade - (by_chance % 5 == 0), 0))


@contextmanager
def _server(data_dir: Path) -> Iterator[str]:
    """The application on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "searchapp.wsgi:application", "--workers", "1"]
    command += ["--config", "searchapp/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    with (data_dir / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)  # noqa: S603
    try:
        deadline = time.monotonic() + 120
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit((data_dir / "server.log").read_text())
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _take_all(browser: Browser, base: str, shown: Shown, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 860})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto("/tuning/login/")
    page.fill("[name=username]", "anna")
    page.fill("[name=password]", _PASSWORD)
    page.click("main button")
    page.wait_for_url("**/tuning/")
    workbench = "/tuning/workbench/?q=" + _QUERY.replace(" ", "+")
    for name, address, height in (
        ("workbench", workbench, 1200),
        ("why", f"/tuning/why/product/{shown.boosted}/?q=" + _QUERY.replace(" ", "+"), 860),
        ("rule", "/tuning/rules/autumn/", 1000),
        ("draft", f"/tuning/drafts/{shown.draft}/", 1000),
        ("impact", f"/tuning/impact/{shown.impact}/", 760),
        ("versions", "/tuning/versions/compare/?before=1&after=4", 860),
        ("judge", f"/tuning/judge/{shown.query_set}/rate/", 820),
        ("quality", f"/tuning/quality/?set={shown.query_set}", 860),
        ("synonyms", "/admin/lexicon/synonym/", 700),
    ):
        page.set_viewport_size({"width": 1280, "height": height})
        _take(page, address, folder / f"{name}.png")
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    _take(page, workbench, folder / "workbench-phone.png", scrolled_to=".sides")


def _take(page: Page, address: str, path: Path, scrolled_to: str = "") -> None:
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        sys.exit(f"{address} answers {answer and answer.status}")
    if scrolled_to:
        page.locator(scrolled_to).evaluate("element => element.scrollIntoView()")
        page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64, 32):
        packed = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if len(packed.getvalue()) < LARGEST:
            break
    path.write_bytes(packed.getvalue())
    sys.stdout.write(f"{path}: {len(packed.getvalue()):,} bytes, {colours} colours\n")


if __name__ == "__main__":
    main()
