"""The configuration as a file in git: exported, read, compared and imported."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from searchapp.lexicon.models import Intent
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.difference import difference
from searchapp.publishing.document_import import plan_import
from searchapp.publishing.document_text import DocumentFaults, TextFormat, read, written
from searchapp.publishing.documents import document_of, published_document
from searchapp.publishing.editing import change, change_all, new_draft
from searchapp.publishing.models import Draft, Version
from searchapp.publishing.publication import publish
from searchapp.publishing.sections import sections

TV = {"terms": ["tv", "television"]}
BOOTS = {
    "name": "Boots",
    "when": [{"phrase": "rain boots"}, {"recognised": "category", "value": "Shoes > Boots"}],
    "do": [
        {"boost": {"brand": ["Velo"]}, "strength": "strong"},
        {"pin": "B7", "kind": "product", "position": 1},
    ],
}
KEYS = st.text("abcdefgh0123._-", min_size=1, max_size=12)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
PLAIN = st.recursive(
    st.booleans() | st.integers(-(2**31), 2**31) | TEXTS | st.floats(allow_nan=False, width=32),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
).filter(lambda value: value not in (float("inf"), float("-inf")))
WORDS = st.text("abcdefghijklmnopqrstuvwxyzäß", min_size=2, max_size=8)
SYNONYMS = st.builds(
    lambda terms, weight, note: {"terms": terms, "weight": weight, "note": note},
    st.lists(WORDS, min_size=2, max_size=4, unique=True),
    st.sampled_from((0.25, 0.5, 1.0)),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20).map(str.strip),
)
RULES = st.builds(
    lambda name, words, item, position, enabled: {
        "name": name,
        "when": [{"phrase": words}],
        "do": [{"pin": item, "kind": "product", "position": position}],
        "enabled": enabled,
    },
    WORDS,
    WORDS,
    WORDS,
    st.integers(1, 9),
    st.booleans(),
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "synonyms": st.dictionaries(KEYS, SYNONYMS, max_size=4),
        "rules": st.dictionaries(KEYS, RULES, max_size=4),
        "banned_words": st.dictionaries(KEYS, st.builds(lambda w: {"text": w}, WORDS), max_size=2),
    }
)


def finite(value: Any) -> bool:
    if isinstance(value, float):
        return abs(value) < float("inf")
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    return not isinstance(value, list) or all(map(finite, value))


@given(
    st.dictionaries(
        st.sampled_from(("rules", "synonyms", "profiles")),
        st.dictionaries(KEYS, st.dictionaries(TEXTS, PLAIN, max_size=4), min_size=1, max_size=4),
    ).filter(finite),
    st.sampled_from(TextFormat),
)
def test_what_was_written_is_read_as_it_was(document: Any, form: TextFormat) -> None:
    text = written(document, form)
    assert read(text, form) == document
    assert written(read(text, form), form) == text


def test_equal_documents_are_equal_texts_that_people_can_read() -> None:
    one = {"rules": {"boots": BOOTS}, "synonyms": {"tv": TV, "a": TV}}
    other = {"synonyms": {"a": TV, "tv": TV}, "rules": {"boots": dict(reversed(BOOTS.items()))}}
    text = written(one, TextFormat.TOML)
    assert written(other, TextFormat.TOML) == text
    assert (
        text
        == """format = 1

[rules.boots]
name = "Boots"
when = [{ phrase = "rain boots" }, { recognised = "category", value = "Shoes > Boots" }]
do = [
    { boost = { brand = ["Velo"] }, strength = "strong" },
    { pin = "B7", kind = "product", position = 1 },
]

[synonyms.a]
terms = ["tv", "television"]

[synonyms.tv]
terms = ["tv", "television"]
"""
    )


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("format = ", ["the file is not TOML"]),
        ("[rules.boots]", ["format: must be 1"]),
        ("format = 1\n[colours.red]", ["colours: is no section; use one of banned_words"]),
        ("format = 1\nrules = 3", ["rules: must be a table"]),
        ("format = 1\n[rules]\nboots = 3", ["rules.boots: must be a table"]),
        ('format = 1\n[rules."a b"]\n[rules."c/d"]', ["rules.a b: is no key", "rules.c/d: is"]),
        (f"format = 1\n[synonyms.tv]\nweight = {'9' * 5000}", ["the file is not TOML"]),
        (f"format = 1\n[synonyms.tv]\nweight = {2**63}", ["synonyms.tv.weight: is too great"]),
        (f"format = 1\n[synonyms.tv]\nnote = 0x{'f' * 5000}", ["synonyms.tv.note: is too"]),
        ("format = 1\n[synonyms.tv]\nweight = nan", ["synonyms.tv.weight: is too great"]),
    ],
)
def test_a_file_that_is_none_names_all_its_faults(text: str, faults: list[str]) -> None:
    with pytest.raises(DocumentFaults) as caught:
        read(text, TextFormat.TOML)
    assert len(caught.value.faults) == len(faults)
    for found, wanted in zip(caught.value.faults, faults, strict=True):
        assert found.startswith(wanted)


def test_times_may_be_written_as_times() -> None:
    text = (
        "format = 1\n[rules.a]\nschedule = { begins = 2026-09-01T00:00:00+02:00, opens = 08:00:00 }"
    )
    schedule = read(text, TextFormat.TOML)["rules"]["a"]["schedule"]
    assert schedule == {"begins": "2026-09-01T00:00:00+02:00", "opens": "08:00:00"}


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(DOCUMENTS, DOCUMENTS, st.sampled_from(TextFormat))
def test_import_makes_live_what_was_exported_and_then_changes_nothing(
    one: Any, other: Any, form: TextFormat
) -> None:
    for wanted in (one, other):
        text = written(wanted, form)
        try:
            changes = plan_import(read(text, form), published_document(), prune=True)
        except DocumentFaults:
            continue  # Two of its synonyms or words may say the same.
        if changes:
            draft = new_draft("Import", COMMAND)
            change_all(draft, changes, COMMAND)
            assert not difference(published_document(), document_of(draft)) or publish(
                draft, COMMAND
            )
        exported = written(published_document(), form)
        assert not plan_import(read(exported, form), published_document(), prune=True)
        assert not plan_import(read(text, form), published_document(), prune=True)


def run(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path, db: None) -> Path:
    Intent.objects.all().delete()
    path = tmp_path / "search.toml"
    path.write_text(written({"synonyms": {"tv": TV}, "rules": {"boots": BOOTS}}, TextFormat.TOML))
    return path


@pytest.mark.django_db
def test_the_difference_is_told_and_made_live(file: Path) -> None:
    told = run("import_config", str(file), "--dry-run")
    assert '+ rules.boots "Boots"\n+ synonyms.tv ["tv", "television"]\n2 added' in told
    assert not Draft.objects.exists()
    assert "Published as version 2." in run("import_config", str(file), "--publish")
    assert run("export_config") == file.read_text()
    assert run("import_config", str(file), "--publish") == "Nothing to change.\n"
    file.write_text(file.read_text().replace('"television"', '"telly"'))
    told = run("import_config", str(file), "--publish")
    assert 'terms: ["tv", "television"] → ["tv", "telly"]' in told
    assert Version.objects.count() == 3
    assert '"television"' in run("export_config", "--version", "2")


@pytest.mark.django_db
def test_only_pruning_removes(file: Path) -> None:
    run("import_config", str(file), "--publish")
    file.write_text(written({"synonyms": {"tv": TV}}, TextFormat.TOML))
    assert run("import_config", str(file), "--publish") == "Nothing to change.\n"
    assert '- rules.boots "Boots"' in run("import_config", str(file), "--publish", "--prune")
    assert published_document()["rules"] == {}


@pytest.mark.django_db
def test_a_draft_of_the_name_is_made_once_and_then_kept_up_to_date(file: Path) -> None:
    for _ in range(2):
        run("import_config", str(file), "--draft", "From git")
    draft = Draft.objects.get()
    assert (draft.name, draft.is_shared) == ("From git", True)
    assert not Version.objects.exists()
    file.write_text(written({"synonyms": {"tv": {"terms": ["tv", "telly"]}}}, TextFormat.TOML))
    run("import_config", str(file), "--draft", "From git", "--prune")
    assert run("export_config", "--draft", "From git") == file.read_text()
    assert run("export_config", "--draft", str(draft.pk)) == file.read_text()


@pytest.mark.django_db
def test_json_is_as_good(tmp_path: Path, file: Path) -> None:
    run("import_config", str(file), "--publish")
    exported = tmp_path / "search.json"
    run("export_config", str(exported))
    assert orjson.loads(exported.read_bytes())["synonyms"] == {"tv": TV}
    assert run("import_config", str(exported), "--prune") == "Nothing to change.\n"


@pytest.mark.django_db
def test_all_faults_are_told_and_nothing_is_imported(file: Path) -> None:
    file.write_text(
        'format = 1\n[synonyms.tv]\nterms = ["tv"]\n[synonyms.sofa]\nterms = "sofa"\n'
        '[rules.boots]\nname = "Boots"\nwhen = [{ phrase = "boots" }]\n'
        'do = [{ pin = "B7", kind = "product" }]\n[profiles.fast]\ncolour = 1\n'
    )
    out = StringIO()
    with pytest.raises(CommandError, match="faults in"):
        call_command("import_config", str(file), "--publish", stdout=out, stderr=out)
    told = out.getvalue()
    for path in ("synonyms.tv.terms", "synonyms.sofa.terms", "rules.boots", "profiles.fast"):
        assert f"error: {path}: " in told
    assert "do[0].position" in told
    assert not Draft.objects.exists()
    assert not Version.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("export_config", ("--version", "7"), "there is no version 7"),
        ("export_config", ("--draft", "None"), "no open draft named"),
        ("import_config", ("/nowhere/search.toml",), "can't be read"),
    ],
)
def test_what_is_not_there_is_said(command: str, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(command, *arguments)


@pytest.mark.django_db
def test_of_drafts_of_one_name_the_number_is_asked_for(file: Path) -> None:
    for _ in range(2):
        change(new_draft("Spring", COMMAND), "synonyms", {"tv": TV}, COMMAND)
    with pytest.raises(CommandError, match="give one's number"):
        run("import_config", str(file), "--draft", "Spring")


@pytest.mark.django_db
def test_with_four_eyes_a_file_is_left_in_a_draft(file: Path, environment: Any) -> None:
    environment(SEARCHAPP_FOUR_EYES=True)
    with pytest.raises(CommandError, match="Give --draft NAME"):
        run("import_config", str(file), "--publish")
    assert not Draft.objects.exists()
    assert "Left in the draft" in run("import_config", str(file))


def test_every_section_is_in_the_documentation_of_the_api() -> None:
    from searchapp.api.documentation.tuning_shapes import SECTIONS

    assert set(sections()) == set(SECTIONS)
