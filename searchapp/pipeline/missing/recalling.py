"""Which channels would find an item, and what it lacks where none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from searchapp.pipeline.course import Course
from searchapp.pipeline.missing.asking import Asking, unrestricted
from searchapp.pipeline.missing.reasons import Act, Cure, Obstacle, Stage
from searchapp.pipeline.recall.planning import PINNED
from searchapp.pipeline.retrieval import EngineHit, Match, RetrievalQuery, TextClause

SEMANTIC = "semantic"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a query that an item must have, as many of them as are `needed`, and those of
    them that it lacks.
    """

    all: tuple[str, ...]
    needed: int
    lacking: tuple[str, ...]

    @property
    def short_of(self) -> tuple[str, ...]:
        """The lacking words that would do."""
        missing = self.needed - (len(self.all) - len(self.lacking))
        # Where the engine sees several words in one, it counts otherwise than we do here.
        is_plain = all(word.isalnum() for word in self.all)
        return self.lacking[: max(missing, 0)] if is_plain else self.lacking


@dataclass(frozen=True, slots=True)
class Recall:
    """What becomes of an item in the channels when nothing else keeps it out: who finds it, its
    similarity to the query where both have a vector, and its words.
    """

    found_by: dict[str, EngineHit]
    questions: tuple[RetrievalQuery, ...]
    similarity: float | None = None
    words: Words | None = None


def recall_of(asking: Asking, course: Course) -> Recall:
    """The plan's own questions, asked about the item."""
    plan = course.found.plan
    questions = unrestricted(plan, asking.kind)
    hits = asking.hits([_any_similarity(each) for each in questions])
    found: dict[str, EngineHit] = {}
    similarity = None
    for asked, hit in zip(questions, hits, strict=True):
        if asked.vector is not None and hit is not None:
            similarity = hit.score
            if hit.score < asked.vector.minimum_similarity:
                continue
        if hit is not None:
            found.setdefault(asked.channel, hit)
    clauses = plan.meaning.words[asking.kind]
    needed = next((each for each in clauses if each.required and each.match is Match.WORDS), None)
    words = None if needed is None else words_of(asking, needed)
    return Recall(found, tuple(questions), similarity, words)


def not_recalled(recall: Recall, course: Course) -> Obstacle:
    """What is told of an item that no channel finds."""
    profile = course.profile
    said, cures = [], []
    words = recall.words
    if words is not None:
        said.append(
            f"of the words “{' '.join(words.all)}” it has "
            f"{len(words.all) - len(words.lacking)} and needs {words.needed}: it lacks "
            f"{', '.join(f'“{word}”' for word in words.lacking)}"
        )
        cures += word_cures(words)
    if recall.similarity is not None:
        said.append(
            f"its similarity to the query is {recall.similarity:.2f}, and "
            f"{profile.minimum_similarity:.2f} is needed"
        )
    elif any(each.channel == SEMANTIC for each in recall.questions):
        said.append("it has no vector yet by which its meaning could be compared")
    changed = [each for each in course.found.query.edits if each.analyzer == "rules"]
    searched = f" (a rule made “{changed[-1].after}” of the query)" if changed else ""
    return Obstacle(
        Stage.RECALL,
        f"No channel finds it{searched}: {'; '.join(said) or 'nothing in it was asked for'}.",
        (*cures, *pin_cures(course)),
    )


def word_cures(words: Words) -> list[Cure]:
    """How an item comes by the words that it needs."""
    short = words.short_of
    if not short:
        return []
    said = ", ".join(f"“{word}”" for word in short)
    return [
        Cure(Act.ADD_WORDS, f"Add {said} to its title, if true of it.", "title", short),
        Cure(
            Act.SYNONYM,
            f"Make {said} a synonym of a word that it has.",
            values=short,
        ),
    ]


def pin_cures(course: Course) -> tuple[Cure, ...]:
    """The advice to pin, where pins act."""
    uses = course.profile.channels[course.found.plan.kinds[0]]
    if PINNED not in uses or course.found.plan.meaning.request.sort is not None:
        return ()
    return (Cure(Act.PIN, "Pin it to a position of this query."),)


def words_of(asking: Asking, clause: TextClause) -> Words:
    """The words of a clause, each asked for by itself and by its alternatives."""
    words = clause.text.split()
    alone = [replace(clause, text=each, minimum_match=1.0, alternatives=()) for each in words]
    others = [
        replace(
            clause,
            text=" ".join(words[each.first : each.last]),
            minimum_match=1.0,
            alternatives=(replace(each, first=0, last=each.last - each.first, replaces=True),),
        )
        for each in clause.alternatives
    ]
    hits = asking.hits([asking.anything(text=(each,)) for each in (*alone, *others)])
    replaced = {
        place
        for each in clause.alternatives
        if each.replaces
        for place in range(each.first, each.last)
    }
    met = [
        hit is not None and place not in replaced for place, hit in enumerate(hits[: len(words)])
    ]
    for each, hit in zip(clause.alternatives, hits[len(words) :], strict=True):
        if hit is not None:
            met[each.first : each.last] = [True] * (each.last - each.first)
    needed = max(1, int(clause.minimum_match * len(words)))
    return Words(tuple(words), needed, _without(words, met))


def _without(words: Sequence[str], met: Sequence[bool]) -> tuple[str, ...]:
    return tuple(word for word, is_met in zip(words, met, strict=True) if not is_met)


def _any_similarity(asked: RetrievalQuery) -> RetrievalQuery:
    if asked.vector is None:
        return asked
    return replace(asked, vector=replace(asked.vector, minimum_similarity=-1.0))
