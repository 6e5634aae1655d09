"""When a rule holds, as the fields of a form; its times are those of its time zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from searchapp.pipeline.rules.plain import DAYS
from searchapp.pipeline.rules.schedule import ALWAYS, zone

NAMES = ("begins", "ends", "days", "opens", "closes", "time_zone")


def schedule_fields(schedule: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a plain schedule."""
    name = str(schedule.get("time_zone", ALWAYS.time_zone))
    moments = {each: local_text(schedule.get(each), name) for each in ("begins", "ends")}
    hours = {each: schedule.get(each, "") for each in ("opens", "closes")}
    return {**moments, **hours, "days": list(schedule.get("days", ())), "time_zone": name}


def read_schedule(
    data: Mapping[str, str], days: Sequence[str], before: Mapping[str, Any]
) -> dict[str, Any]:
    """The plain schedule of a form. A moment that is as it was `before` stays as it was written,
    and so does a time zone alone; a new one without times says nothing.
    """
    name = data.get("time_zone", "").strip() or ALWAYS.time_zone
    plain: dict[str, Any] = {}
    for each in ("begins", "ends"):
        text = data.get(each, "").strip()
        if text:
            was = before.get(each)
            plain[each] = was if was and local_text(was, name) == text else _moment(text, name)
    if days:
        plain["days"] = [day for day in DAYS if day in days]
    for each in ("opens", "closes"):
        if text := data.get(each, "").strip():
            plain[each] = text
    if name != ALWAYS.time_zone:
        plain["time_zone"] = name
    says = set(plain) - {"time_zone"} or plain == before or zone(name) is None
    return plain if says else {}


def local_text(moment: object, time_zone: str) -> str:
    """A moment as a field of date and time has it: to the minute, unless seconds are meant."""
    try:
        read = datetime.fromisoformat(str(moment or ""))
    except ValueError:
        return str(moment or "")
    local = read.astimezone(zone(time_zone) or UTC) if read.tzinfo else read
    return local.replace(tzinfo=None).isoformat("T", "seconds" if local.second else "minutes")


def _moment(text: str, time_zone: str) -> str:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return text
    if read.tzinfo is None and (found := zone(time_zone)) is not None:
        read = read.replace(tzinfo=found)
    return read.isoformat()
