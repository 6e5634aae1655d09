"""`manage.py startreranker`: begins a reranker as a plug-in in a folder of its own."""

from __future__ import annotations

import keyword
from pathlib import Path
from string import Template
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

_FILES = {
    "__init__.py": '"""The reranker `$name`, a plug-in of searchapp."""\n',
    "reranker.py": '''"""$title: say here what it raises, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import SO_FAR, RankedItem


class $title:
    """Raises discounted items a little over the score that the stages before gave."""

    features: tuple[str, ...] = ("discount",)

    def __init__(self, name: str = "$name", weight: float = 0.1) -> None:
        self.name = name
        self._weight = weight

    def warm_up(self) -> None:
        """Nothing to load. A model is loaded here: see docs/write-a-reranker.md."""

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        told = self.explain(query, candidates)
        return np.array([sum(parts.values()) for parts in told], dtype=np.float32)

    def explain(
        self, query: AnalyzedQuery, candidates: Sequence[RankedItem]
    ) -> list[Mapping[str, float]]:
        return [
            {SO_FAR: item.score, "discount": self._weight * self._discount(item)}
            for item in candidates
        ]

    @staticmethod
    def _discount(item: RankedItem) -> float:
        # A feature that an item lacks is NaN or not there: it must not hurt.
        return float(np.nan_to_num(item.features.get("discount", 0.0)))
''',
    "test_reranker.py": '''"""$title keeps the contract of a reranker, and does what it is for."""

from rerankers.base import Reranker
from rerankers.contract import QUERY, Item, RerankerContract

from $package.reranker import $title


class Test$title(RerankerContract):
    def reranker(self) -> Reranker:
        return $title()


def test_of_two_equal_items_the_discounted_one_comes_first() -> None:
    items = [Item("full price", {"discount": 0.0}), Item("reduced", {"discount": 0.5})]
    full_price, reduced = $title().score(QUERY, items)
    assert reduced > full_price
''',
}


class Command(BaseCommand):
    """Writes a package with a reranker that works, and tests that hold it to the contract."""

    help = "Begin a reranker as a plug-in: a package with a working class and its tests."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="small letters, digits and _, as in my_reranker")
        parser.add_argument(
            "--in", dest="parent", type=Path, default=Path(), help="the folder to write it into"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["name"]
        if not name.isidentifier() or not name.islower() or keyword.iskeyword(name):
            raise CommandError(f"{name!r} is no name of a package: take one like my_reranker")
        folder: Path = options["parent"] / name
        if folder.exists():
            raise CommandError(f"{folder} is there already: choose another name")
        words = {"name": name, "package": name, "title": name.title().replace("_", "")}
        folder.mkdir(parents=True)
        for file, text in _FILES.items():
            (folder / file).write_text(Template(text).substitute(words), encoding="utf-8")
        self.stdout.write(
            f"Wrote {folder}. Next:\n"
            f"1. test it:      python -m pytest {folder}\n"
            f'2. register it:  in settings, RERANKERS["{name}"] = '
            f'"{name}.reranker.{words["title"]}"\n'
            f'3. use it:       in a profile, rerankers=(..., RerankStep("{name}", share=0.5))\n'
            "4. train a model for it, evaluate and publish it: docs/write-a-reranker.md"
        )
