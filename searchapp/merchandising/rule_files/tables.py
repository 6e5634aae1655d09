"""Rules as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from analyzers.synonyms.solr_format import LineProblem
from searchapp.merchandising.rule_files.rule_file import RuleFile
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules.plain import NAMES, checked_rule, rule_to_plain
from searchapp.pipeline.rules.rule import Rule
from searchapp.spreadsheet_cells import guarded, unguarded

COLUMNS = ("key", *NAMES)
_AS_TEXT = ("key", "name")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


def write_json(rules: Iterable[Rule]) -> str:
    """`{"rules": {key: rule}}`; reading it gives the same rules."""
    values = {rule.id: rule_to_plain(rule) for rule in rules}
    return json.dumps({"rules": values}, ensure_ascii=False, indent=2) + "\n"


def read_json(text: str) -> RuleFile:
    """The rules of a file that `write_json` could have written."""
    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        return _unread(error.lineno, f"it is no JSON: {error.msg}; mend it at column {error.colno}")
    except ValueError:
        return _unread(1, "it has a number of too many digits; write a shorter one")
    except RecursionError:
        return _unread(1, "it is nested too deep")
    values = said.get("rules") if isinstance(said, dict) else None
    if not isinstance(values, dict):
        return _unread(1, 'it has no rules; write {"rules": {"a-key": {"name": …}}}')
    lines = _lines_of(text, values)
    return _checked((lines[key], key, value) for key, value in values.items())


def write_csv(rules: Iterable[Rule]) -> str:
    """A row for each rule; what is more than a text or number is JSON in its cell."""
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    for rule in rules:
        plain = {"key": rule.id, **rule_to_plain(rule)}
        rows.writerow({name: _cell(name, value) for name, value in plain.items()})
    return out.getvalue()


def read_csv(text: str) -> RuleFile:
    """The rules of a file as `write_csv` writes it, whatever the order of its columns."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        unknown = sorted({*(rows.fieldnames or ())} - {*COLUMNS}, key=str)
        if unknown or "name" not in (rows.fieldnames or ()):
            named = ", ".join(map(str, unknown)) or "without a name"
            return _unread(1, f"the columns are {named}; they must be some of {', '.join(COLUMNS)}")
        found: list[tuple[int, str, object]] = []
        problems: list[LineProblem] = []
        for row in rows:
            try:
                found.append((rows.line_num, unguarded(row.get("key") or ""), _value_of(row)))
            except ValueError as error:
                problems.append(LineProblem(rows.line_num, str(error)))
    except csv.Error as error:
        return _unread(rows.line_num, f"it is no CSV: {error}")
    file = _checked(found)
    ordered = sorted([*file.problems, *problems], key=lambda each: each.line)
    return RuleFile(file.rules, problems=tuple(ordered))


def _checked(values: Iterable[tuple[int, str, object]]) -> RuleFile:
    rules: dict[str, Mapping[str, Any]] = {}
    problems: list[LineProblem] = []
    for line, key, value in values:
        if not _KEY.match(key):
            said = f"the key {key[:70]!r} must have letters, digits, - and _: 1 to 64 of them"
            problems.append(LineProblem(line, said))
            continue
        if key in rules:
            problems.append(LineProblem(line, f"the key {key} comes twice; give it another"))
            continue
        try:
            rules[key] = rule_to_plain(checked_rule(key, value))
        except PlainValueError as error:
            problems += [LineProblem(line, f"{key}: {fault}") for fault in error.faults]
    return RuleFile(rules, problems=tuple(problems))


def _unread(line: int, message: str) -> RuleFile:
    return RuleFile({}, problems=(LineProblem(line, message),))


def _lines_of(text: str, keys: Iterable[str]) -> dict[str, int]:
    """The line where each key stands first, looked for behind the one before it."""
    lines: dict[str, int] = {}
    place, line = 0, 1
    for key in keys:
        found = re.compile(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:").search(
            text, place
        )
        if found is not None:
            line += text.count("\n", place, found.start())
            place = found.start()
        lines[key] = line
    return lines


def _cell(name: str, value: Any) -> Any:
    if name in _AS_TEXT:
        return guarded(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else json.dumps(
        value, ensure_ascii=False
    )  # fmt: skip


def _value_of(row: Mapping[str | None, Any]) -> dict[str, Any]:
    if None in row:
        raise ValueError("the row has more cells than columns; write a cell with commas in quotes")
    value: dict[str, Any] = {}
    for name, cell in row.items():
        if name in (None, "key") or not cell:
            continue
        if name in _AS_TEXT:
            value[name] = unguarded(cell)
            continue
        try:
            # A spreadsheet writes TRUE and FALSE.
            value[str(name)] = json.loads(cell.lower() if name == "enabled" else cell)
        except (ValueError, RecursionError) as error:
            raise ValueError(
                f"{name}: the cell is no JSON; write it as docs/rules.md has it"
            ) from error
    return value
