"""A lexicon whose files are damaged is read from the database again, and never lost as a whole."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from analyzers.lexicon import Lexicon
from searchapp import wiring
from searchapp.catalog.models import Category, Product
from searchapp.lexicon.build_storage import builds_folder
from searchapp.lexicon.learnt_parts import LEARNT_PARTS
from searchapp.lexicon.models import Intent, LexiconArray, LexiconBuild, ProtectedWord
from searchapp.lexicon.publication import learnt_state, load_lexicon
from searchapp.merchandising.snapshot import config_of
from searchapp.publishing.documents import published_document
from searchapp.publishing.holding import SnapshotHolder

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """The folder of the only build of a shop, which a process has read."""
    settings.DATA_DIR = tmp_path
    category = Category.objects.create(path="Kettles")
    for number in range(12):
        Product.objects.create(
            id=str(number),
            title="steel kettle for the house",
            brand="Brewster",
            category=category,
            published=timezone.now(),
        )
    ProtectedWord.objects.create(text="ketle")
    Intent.objects.create(name="returns", phrases=["return order"], link="/returns")
    call_command("build_lexicon", verbosity=0)
    assert knows_all(load_lexicon(None))
    (folder,) = (path for path in builds_folder().iterdir() if path.is_dir())
    return folder


def knows_all(lexicon: Lexicon) -> bool:
    return (
        not lexicon.unread
        and lexicon.vocabulary.has("kettle")
        and bool(lexicon.entities.find(["brewster"], "en"))
        and [each.text for each in lexicon.completions.complete("brews", 1)] == ["brewster"]
        and "ketle" in lexicon.protected_words
    )


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def scribble(path: Path) -> None:
    path.write_bytes(b"\xff" * path.stat().st_size)


def test_any_damaged_file_is_written_anew(files: Path) -> None:
    whole = {path.name: path.read_bytes() for path in files.iterdir()}
    draw = random.Random(1)
    for damage in (Path.unlink, truncate, empty, scribble) * 3:
        for name in draw.sample(sorted(whole), draw.randint(1, 4)):
            damage(files / name)
        assert knows_all(load_lexicon(None))
        assert {path.name: path.read_bytes() for path in files.iterdir()} == whole


def test_a_folder_that_is_gone_or_another_thing_is_written_anew(files: Path) -> None:
    shutil.rmtree(files)
    assert knows_all(load_lexicon(None))
    shutil.rmtree(files)
    files.mkdir()
    assert knows_all(load_lexicon(None))


def test_files_of_an_older_version_without_their_sizes_are_written_anew(files: Path) -> None:
    (files / "sizes.json").unlink()
    assert knows_all(load_lexicon(None))
    assert (files / "sizes.json").is_file()


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[SnapshotHolder]:
    """What this process serves."""
    holder = SnapshotHolder(
        learnt_state,
        lambda held: config_of(published_document(), 0, held and held.lexicon),
        lambda config: not config.lexicon.unread,
        check_seconds=1e9,
        retry_seconds=0,
    )
    monkeypatch.setattr(wiring, "config_source", lambda: holder)
    yield holder


def test_what_merchants_wrote_works_without_anything_learnt(
    files: Path, source: SnapshotHolder
) -> None:
    shutil.rmtree(files)
    LexiconArray.objects.update(data=b"not compressed")
    config = wiring.current_config()
    assert "ketle" in config.lexicon.protected_words
    assert config.lexicon.intents.rules
    assert {each.stage for each in config.degraded} == {f"lexicon.{part}" for part in LEARNT_PARTS}


def test_one_part_that_is_lost_takes_no_other_with_it(files: Path, source: SnapshotHolder) -> None:
    LexiconArray.objects.get(name="completions-weights").delete()
    shutil.rmtree(files)
    config = wiring.current_config()
    assert [each.stage for each in config.degraded] == ["lexicon.completions"]
    assert config.lexicon.vocabulary.has("kettle")


def test_what_was_lost_is_taken_up_when_it_is_there_again(
    files: Path, source: SnapshotHolder
) -> None:
    row = LexiconArray.objects.get(name="completions-weights")
    LexiconArray.objects.filter(pk=row.pk).update(data=b"not compressed")
    shutil.rmtree(files)
    assert wiring.current_config().degraded
    LexiconArray.objects.filter(pk=row.pk).update(data=row.data)
    source.refresh()
    assert wiring.current_config().degraded == ()
    assert knows_all(wiring.current_config().lexicon)


def test_the_parts_that_a_process_has_stay_when_a_newer_build_is_damaged(
    files: Path, source: SnapshotHolder
) -> None:
    assert wiring.current_config().degraded == ()
    call_command("build_lexicon", verbosity=0)
    newest = LexiconBuild.objects.latest()
    LexiconArray.objects.filter(build=newest).update(data=b"not compressed")
    ProtectedWord.objects.create(text="brewser")
    source.refresh()
    config = wiring.current_config()
    assert config.lexicon.vocabulary.has("kettle")
    assert "brewser" in config.lexicon.protected_words
    assert config.degraded
