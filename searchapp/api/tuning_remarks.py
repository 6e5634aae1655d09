"""What keeps a draft from being published, and what is odd about it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from typing import Any

from searchapp.api.tuning_errors import MOST_TOLD, problem_answer
from searchapp.lexicon.intent_names import intent_names
from searchapp.lexicon.models import Synonym
from searchapp.lexicon.synonym_linting import saved_rows, shop_linter
from searchapp.merchandising.models import QueryRule
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.rules.linting import lint
from searchapp.pipeline.rules.plain import checked_rule
from searchapp.pipeline.rules.rule import Rule
from searchapp.publishing.documents import document_of, live_document
from searchapp.publishing.models import Draft
from searchapp.publishing.models.version import Document
from searchapp.publishing.publication import changes_of, problems_of


def remarks_answer(draft: Draft) -> dict[str, Any]:
    """`problems` refuse the publication; `remarks` are for people to think about, those on synonyms
    only where the draft changes one.
    """
    document = document_of(draft)
    changes = changes_of(draft)
    changed = {each.key for each in changes if each.section == Synonym.section}
    problems = problems_of(document, {each.section for each in changes}, live_document())
    remarks = [*_of_rules(document, intent_names(draft)), *_of_synonyms(draft, changed)]
    return {
        "problems": [problem_answer(each) for each in problems[:MOST_TOLD]],
        "remarks": remarks[:MOST_TOLD],
    }


def _of_rules(document: Document, intents: Collection[str]) -> Iterator[dict[str, Any]]:
    rules: list[Rule] = []
    for key, value in document.get(QueryRule.section, {}).items():
        try:
            rules.append(checked_rule(key, value))
        except PlainValueError:
            continue  # That is a problem, and told as one.
    for each in lint(rules, time.time(), intents):
        yield {
            "section": QueryRule.section,
            "key": each.rule,
            "code": each.code,
            "message": each.message,
            "other": each.other or None,
        }


def _of_synonyms(draft: Draft, changed: set[str]) -> Iterator[dict[str, Any]]:
    if not changed:
        return
    rows = [(row, rule) for row, rule in saved_rows(draft) if rule is not None]
    linter = shop_linter([rule for _, rule in rows])
    for row, rule in rows:
        for found in linter.check(rule) if row.key in changed else ():
            yield {
                "section": Synonym.section,
                "key": row.key,
                "code": str(found.level.value),
                "message": found.message,
                "other": None,
            }
