"""The blocks of a file of Common Rules: an input with its instructions and properties."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from analyzers.synonyms.solr_format import LineProblem

_INSTRUCTION = re.compile(
    r"(?P<verb>SYNONYM|UP|DOWN|FILTER|DELETE|DECORATE)\s*(?:\((?P<number>[^)]*)\))?\s*(?::\s*(?P<rest>.*))?\Z",
    re.IGNORECASE,
)
_PROPERTY = re.compile(r"@\s*[\"']?(?P<name>\w+)[\"']?\s*:\s*(?P<value>.+)\Z")
_BARE_NAME = re.compile(r"(?P<before>[{,\n]\s*)(?P<name>[A-Za-z_]\w*)(?P<after>\s*:)")
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
_ARROW = "=>"


@dataclass(frozen=True, slots=True)
class Instruction:
    """What is done: the verb in capitals, the number in brackets as it is written, and the rest."""

    line: int
    verb: str
    number: str
    rest: str


@dataclass(slots=True)
class Block:
    """An input as it is written, with what belongs to it."""

    line: int
    input: str
    instructions: list[Instruction] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A line of SMUI's file of spellings: `mechine; machin => machine`."""

    line: int
    terms: tuple[str, ...]
    by: str


def read_blocks(text: str) -> tuple[list[Block], list[Replacement], list[LineProblem]]:
    """The blocks and replacements of a file, and the lines that are neither."""
    blocks: list[Block] = []
    replacements: list[Replacement] = []
    problems: list[LineProblem] = []
    lines = iter(enumerate(text.splitlines(), start=1))
    for number, raw in lines:
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        try:
            if line.startswith("@{"):
                _current(blocks).properties.update(_read_properties(line, lines))
            elif line.startswith("@"):
                _current(blocks).properties.update(_read_property(line))
            elif found := _INSTRUCTION.match(line):
                verb, bracket, rest = found["verb"], found["number"], found["rest"]
                _current(blocks).instructions.append(
                    Instruction(number, verb.upper(), (bracket or "").strip(), (rest or "").strip())
                )
            elif _ARROW in line:
                left, _, right = (part.strip() for part in line.partition(_ARROW))
                if right:
                    terms = tuple(filter(None, (each.strip() for each in left.split(";"))))
                    replacements.append(Replacement(number, terms, right))
                else:
                    blocks.append(Block(number, left))
            else:
                raise ValueError(
                    "it is neither an input, which ends with =>, nor an instruction such as "
                    "SYNONYM: …; mend it, or write # before it"
                )
        except ValueError as error:
            problems.append(LineProblem(number, str(error)))
    return blocks, replacements, problems


def _current(blocks: list[Block]) -> Block:
    if not blocks:
        raise ValueError("it belongs to no input; write one above it, such as notebook =>")
    return blocks[-1]


def _read_property(line: str) -> dict[str, Any]:
    found = _PROPERTY.match(line)
    if found is None:
        raise ValueError("it is no property; write one such as @priority: 10")
    try:
        return {found["name"]: json.loads(found["value"])}
    except ValueError as error:
        raise ValueError(
            f"the value of {found['name']} is no JSON; write text in double quotes"
        ) from error


def _read_properties(line: str, lines: Iterator[tuple[int, str]]) -> dict[str, Any]:
    """The properties from `@{` to `}@`, whose names need no quotes."""
    parts = [line]
    while not parts[-1].rstrip().endswith("}@"):
        _, more = next(lines, (0, ""))
        if not more and _ == 0:
            raise ValueError("the properties that begin here do not end; write }@ behind them")
        parts.append(more)
    written = "\n".join(parts).strip().removeprefix("@").removesuffix("@")
    named = _BARE_NAME.sub(r'\g<before>"\g<name>"\g<after>', written)
    for attempt in (written, _LAST_COMMA.sub("", named)):
        try:
            found = json.loads(attempt)
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    raise ValueError("the properties that begin here are no JSON; write texts in double quotes")
