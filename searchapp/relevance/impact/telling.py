"""Impact in plain words: what was found in a sentence, and of what to warn before publishing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from searchapp.publishing.models import Draft
from searchapp.relevance.impact.report import plain_reports
from searchapp.relevance.models import ImpactRun, RunState

_SHOWN_AS_0 = 0.0005


class Tone(StrEnum):
    """Whether what is told is good news."""

    GOOD = "good"
    PLAIN = "plain"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a report comes to: of several profiles, in a line for each."""

    lines: tuple[str, ...]
    tone: Tone

    @property
    def sentence(self) -> str:
        """All lines as one text."""
        return " ".join(self.lines)

    @property
    def is_hurtful(self) -> bool:
        """Whether publishing would do harm."""
        return self.tone is Tone.BAD


def verdict(figures: Mapping[str, Any]) -> Verdict:
    """The verdict on a DraftReport, which is given as plain values; of several profiles it says
    which it speaks of, and its tone is that of the worst.
    """
    first, *others = plain_reports(figures)
    others = [each for each in others if each["queries"]]
    removed = figures.get("removed", ())
    if not others and not removed:
        return _of_profile(first)
    each_told = [(_named(each), _of_profile(each)) for each in (first, *others)]
    said = [
        f"{name}: {told.sentence[0].lower()}{told.sentence[1:]}" for name, told in each_told
    ] + [
        f"The profile “{name}” is removed: searches that ask for it are refused."
        for name in removed
    ]
    tones = [Tone.BAD] * bool(removed) + [told.tone for _, told in each_told]
    worst = next((tone for tone in (Tone.BAD, Tone.GOOD) if tone in tones), Tone.PLAIN)
    return Verdict(tuple(said), worst)


def _named(figures: Mapping[str, Any]) -> str:
    profile, live = figures["profile"], figures["compared_with"]
    new = "" if profile == live else f", which is new, beside “{live}” as it is live"
    return f"Profile “{profile}”{new}"


def _of_profile(figures: Mapping[str, Any]) -> Verdict:
    counts = figures["counts"]
    if not figures["queries"]:
        return Verdict(
            ("There was no query to try it on: judge some queries, or wait for searches.",),
            Tone.PLAIN,
        )
    tried = _counted(figures["queries"], "query", "queries")
    if figures["changes_nothing"]:
        said = f"It changes the first page of none of {tried}.{_pins(figures)}"
        return Verdict((said,), Tone.PLAIN)
    if figures["measured"]:
        said = f"{_effect(counts)}; {_measured(figures['difference'])}."
    else:
        said = (
            f"It changes the first page of {counts['changed']:,} of {tried}, none of them judged: "
            "look at some of them."
        )
    more = "".join(f" {each}" for each in _harm(counts))
    return Verdict((f"{said}{more}{_pins(figures)}",), _tone(figures))


def _effect(counts: Mapping[str, int]) -> str:
    helped, hurt = counts["helped"], counts["hurt"]
    if not helped and not hurt:
        return "Neither better nor worse for any judged query"
    return f"Better for {_counted(helped, 'query', 'queries')}, worse for {hurt:,}"


def _measured(difference: Mapping[str, float | None]) -> str:
    low, high, mean = difference["low"], difference["high"], difference["mean"]
    if low is None or high is None or mean is None:
        return "one judged query is too little to tell from chance"
    if high < 0:
        return f"a measurable loss (nDCG@10 falls by {-mean:.3f})"
    if low > 0:
        return f"a measurable gain (nDCG@10 grows by {mean:.3f})"
    return "no measurable loss" if mean > -_SHOWN_AS_0 else "no loss beyond chance"


def _harm(counts: Mapping[str, int]) -> Iterator[str]:
    if counts["emptied"]:
        yield f"{_counted(counts['emptied'], 'query', 'queries')} would find nothing any more."
    if counts["vanished"]:
        yield f"Results vanish from {_counted(counts['vanished'], 'query', 'queries')}."


def _pins(figures: Mapping[str, Any]) -> str:
    pins = len(figures["pins"])
    return f" {_counted(pins, 'pin does', 'pins do')} not show as meant." if pins else ""


def _tone(figures: Mapping[str, Any]) -> Tone:
    counts, difference = figures["counts"], figures["difference"]
    is_loss = bool(difference) and difference["high"] is not None and difference["high"] < 0
    if is_loss or counts["emptied"] or counts["hurt"] > counts["helped"]:
        return Tone.BAD
    return Tone.GOOD if counts["helped"] > counts["hurt"] else Tone.PLAIN


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def staleness(run: ImpactRun, live_version: str) -> str:
    """Why a report holds no more; empty while it does. `live_version` is the published one now."""
    if not run.draft.is_alive:
        return f"The draft is {run.draft.get_status_display().lower()}."
    if run.revision != run.draft.revision:
        return "The draft changed since."
    if run.live_version and run.live_version != live_version:
        return "What is live changed since."
    return ""


@dataclass(frozen=True, slots=True)
class DraftImpact:
    """What is known of a draft's impact: the newest run with its verdict (None until it is done),
    why it holds no more, and of what to warn whoever publishes it.
    """

    run: ImpactRun | None
    verdict: Verdict | None
    stale: str
    warning: str


def impact_of(draft: Draft, live_version: str) -> DraftImpact:
    """What is known of the draft's impact."""
    run = draft.impacts.first()
    if run is None:
        warning = "Nobody has looked at what this draft would change."
        return DraftImpact(None, None, "", warning)
    run.draft = draft
    if run.state != RunState.DONE:
        warning = (
            "What this draft would change is still being measured."
            if run.is_unfinished
            else "What this draft would change could not be measured."
        )
        return DraftImpact(run, None, "", warning)
    found, stale = verdict(run.figures), staleness(run, live_version)
    if stale:
        return DraftImpact(run, found, stale, f"{stale} Measure its impact again.")
    return DraftImpact(run, found, "", found.sentence if found.is_hurtful else "")
