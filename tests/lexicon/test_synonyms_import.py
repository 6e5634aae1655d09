"""Synonyms from files and into files, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from analyzers.synonyms.rule import RuleKind, SynonymRule
from searchapp.lexicon.models import Synonym
from searchapp.lexicon.synonym_file import MAX_BYTES, SynonymFileError, read_text
from searchapp.lexicon.synonym_import import plan_import
from tests.timing import quickest

pytestmark = pytest.mark.django_db

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file_of(text: str) -> Path:
        file = tmp_path / "synonyms.txt"
        file.write_text(text, encoding="utf-8")
        return file

    return file_of


def run(command: str, *arguments: object) -> str:
    """What the command prints."""
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def saved() -> set[str]:
    return {str(row) for row in Synonym.objects.all()}


def test_a_solr_file_is_imported(write: Write) -> None:
    file = write("# notes\ntv, television\nlaptop => laptop, notebook\nsneekers => sneakers\n")
    assert "Added 3" in run("import_synonyms", file, "--language", "en")
    assert saved() == {"tv ↔ television", "laptop → notebook", "sneekers ⇒ sneakers"}
    assert {row.language for row in Synonym.objects.all()} == {"en"}


def test_nothing_is_imported_unless_every_line_is_right(write: Write) -> None:
    file = write("tv, television\na =>\n\nsofa => sofa\n")
    out = StringIO()
    with pytest.raises(CommandError, match=r"2 lines are wrong .* --skip-bad"):
        call_command("import_synonyms", str(file), stdout=out, stderr=out)
    assert "error: line 2: " in out.getvalue()
    assert "error: line 4: " in out.getvalue()
    assert not saved()
    assert "bad lines 2" in run("import_synonyms", file, "--skip-bad")
    assert saved() == {"tv ↔ television"}


def test_what_is_there_already_is_not_added_again(write: Write) -> None:
    Synonym.objects.create(terms=["TV", "television"], weight=0.4, note="ours")
    file = write("television, tv\nsofa, couch\nCouch, Sofa\n")
    assert "Added 1, removed 0, already there 2" in run("import_synonyms", file)
    assert Synonym.objects.get(note="ours").weight == 0.4
    assert "Added 0, removed 0, already there 3" in run("import_synonyms", file)


def test_the_same_words_in_another_language_are_another_rule(write: Write) -> None:
    Synonym.objects.create(terms=["handy", "phone"], language="de")
    run("import_synonyms", write("handy, phone\n"), "--language", "en")
    assert Synonym.objects.count() == 2


def test_replacing_removes_what_the_file_does_not_have(write: Write) -> None:
    kept = Synonym.objects.create(terms=["tv", "television"], note="ours")
    Synonym.objects.create(terms=["sofa", "couch"])
    Synonym.objects.create(terms=["broken"], kind="sideways")
    file = write("television, tv\nlamp, light\n")
    assert "Added 1, removed 2, already there 1" in run("import_synonyms", file, "--replace")
    assert saved() == {"tv ↔ television", "lamp ↔ light"}
    assert Synonym.objects.get(note="ours").pk == kept.pk


def test_replacing_one_language_leaves_the_others(write: Write) -> None:
    Synonym.objects.create(terms=["tv", "television"], language="en")
    Synonym.objects.create(terms=["handy", "smartphone"], language="de")
    run("import_synonyms", write("sofa, couch\n"), "--replace", "--language", "en")
    assert saved() == {"sofa ↔ couch", "handy ↔ smartphone"}


def test_a_dry_run_saves_nothing(write: Write) -> None:
    Synonym.objects.create(terms=["sofa", "couch"])
    said = run("import_synonyms", write("tv, television\n"), "--replace", "--dry-run")
    assert "Would add 1, remove 1" in said
    assert saved() == {"sofa ↔ couch"}


def test_the_linter_is_heard_also_between_the_lines_of_a_file() -> None:
    planned = plan_import("a => b\nb => a\nlaptop, notebook\nlaptop, notebook, netbook\n")
    assert {problem.line for problem in planned.problems} == {1, 2}
    assert [str(rule) for rule in planned.added] == [
        "laptop ↔ notebook",
        "laptop ↔ notebook ↔ netbook",
    ]
    assert [warning.line for warning in planned.warnings] == [3]


def test_an_export_is_read_back_as_it_was(write: Write, tmp_path: Path) -> None:
    rules = [
        SynonymRule("", RuleKind.TWO_WAY, ("tv", "flat screen", "salt, pepper"), (), 0.9, "", True),
        SynonymRule("", RuleKind.TWO_WAY, ("Handy", "Smartphone"), (), 0.3, "de", True),
        SynonymRule("", RuleKind.ONE_WAY, ("laptop", "pc"), ("notebook",), 0.5, "en", False),
        SynonymRule(
            "", RuleKind.REPLACEMENT, ("sneekers",), ("sneakers", "#1 => x"), 1.0, "", True
        ),
    ]
    Synonym.objects.bulk_create(map(Synonym.of, rules))
    file = tmp_path / "export.txt"
    run("export_synonyms", file)
    assert run("export_synonyms") == file.read_text(encoding="utf-8")
    before = _contents()
    Synonym.objects.all().delete()
    run("import_synonyms", file)
    assert _contents() == before


def _contents() -> list[tuple[object, ...]]:
    columns = ("kind", "terms", "targets", "weight", "language", "is_active")
    return sorted(map(tuple, Synonym.objects.values_list(*columns)), key=repr)


def test_an_export_imported_over_itself_changes_nothing(tmp_path: Path) -> None:
    Synonym.objects.create(terms=["tv", "television"], weight=0.4)
    Synonym.objects.create(kind="one-way", terms=["pc"], targets=["laptop"], is_active=False)
    before = list(Synonym.objects.values())
    file = tmp_path / "export.txt"
    run("export_synonyms", file)
    run("import_synonyms", file, "--replace")
    assert list(Synonym.objects.values()) == before


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"tv, t\xe9l\xe9\n", r"UTF-8 \(line 1\)"),
        (b"a, b\n\x89PNG\r\n\x1a\n", "UTF-8"),
        (b"a, b\x00\n", "no text"),
        (b"x" * (MAX_BYTES + 1), "5 MB"),
    ],
)
def test_only_text_is_read(data: bytes, says: str) -> None:
    with pytest.raises(SynonymFileError, match=says):
        read_text(data)


def test_a_file_may_begin_with_a_byte_order_mark() -> None:
    assert read_text("\ufefftv, télé\r\n".encode()) == "tv, télé\r\n"


def test_a_language_that_the_shop_does_not_have_is_refused(write: Write) -> None:
    with pytest.raises(CommandError, match="eng is none of the shop's languages: en"):
        run("import_synonyms", write("a, b\n"), "--language", "eng")


def test_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.txt can't be read"):
        run("import_synonyms", tmp_path / "nowhere.txt")
    with pytest.raises(CommandError, match="can't be written"):
        run("export_synonyms", tmp_path / "nowhere" / "file.txt")


def test_a_large_file_is_checked_in_time_that_grows_with_its_lines() -> None:
    def seconds(lines: int) -> float:
        text = "".join(f"word{number}, other word{number}\n" for number in range(lines))
        assert len(plan_import(text).added) == lines
        return quickest(lambda: plan_import(text))

    assert seconds(2_000) < 20 * seconds(400)
