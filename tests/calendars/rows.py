"""Readers of `tests/data/deadlines.yaml`: just enough of the policy language to write a deadline and its anchors down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from carepanel.calendars.anchors import Anchor, NoDate, at_instant, on_day
from carepanel.calendars.instants import end_of_day, local_date, parse_date, parse_instant
from carepanel.conditions.moments import EventMoment
from carepanel.model.deadlines import (
    AtLeastBefore,
    Counting,
    EarliestOf,
    Every,
    External,
    LatestOf,
    NotStated,
    Period,
    RelativeTo,
    Undecided,
    WeekdayBefore,
    Within,
)

if TYPE_CHECKING:
    from datetime import date

    from carepanel.model.deadlines import (
        Deadline,
    )

ROWS = Path(__file__).parents[1] / "data" / "deadlines.yaml"
ALWAYS = {"row", "source", "deadline", "given", "because"}
ANSWERS = {"due", "between", "no_date", "refused"}
MAYBE = {"proof", "provisional", "stated", "day", "first_day", "on_time"}
WEEKDAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september")


@dataclass(frozen=True)
class Row:
    name: str
    deadline: Deadline
    given: dict[str, Anchor | NoDate]
    counting: Counting
    expected: dict[str, Any]

    def anchor(self, moment: object) -> Anchor | NoDate | None:
        assert isinstance(moment, EventMoment)
        return self.given.get(moment.event)


def read_rows() -> list[Row]:
    """Every row of the file. Everything is text there; a row with an unknown or missing key is an error."""
    rows = [read_row(plain) for plain in yaml.load(ROWS.read_text("utf-8"), Loader=yaml.BaseLoader)]  # noqa: S506
    assert len({row.name for row in rows}) == len(rows), "two rows have one name"
    return rows


def read_row(plain: dict[str, Any]) -> Row:
    keys = set(plain)
    assert keys >= ALWAYS, plain
    assert keys <= ALWAYS | ANSWERS | MAYBE, plain
    assert len(keys & ANSWERS) == 1, plain
    counting = Counting(("england_and_wales",), plain.get("first_day", "day_after"), plain.get("on_time", "included"))
    given = {name: read_anchor(name, text) for name, text in plain["given"].items()}
    return Row(plain["row"], read_deadline(plain["deadline"]), given, counting, plain)


def read_anchor(name: str, text: str) -> Anchor | NoDate:
    says = name.replace("_", " ")
    if text == "not known":
        return NoDate("not_known", f"{says} is not known")
    if text.startswith("end of "):
        day = parse_date(text.removeprefix("end of "))
        return Anchor(end_of_day(day), end_of_day(day), day, says, strict=True)
    if text.endswith(" excluded"):
        instant = parse_instant(text.removesuffix(" excluded"))
        return Anchor(instant, instant, local_date(instant), says, strict=True)
    if " to " in text:
        earliest, latest = (parse_instant(part) for part in text.split(" to "))
        return Anchor(earliest, latest, local_date(latest), says, strict=True, between=True)
    return on_day(parse_date(text), says) if len(text) == 10 else at_instant(parse_instant(text), says)


def read_deadline(plain: str | dict[str, Any]) -> Deadline:
    if isinstance(plain, str):
        return {"not_stated": NotStated(), "external": External()}[plain]
    words = dict(plain)
    kind = next(iter(words))
    match kind, words.pop(kind):
        case "undecided", reading:
            deadline: Deadline = Undecided(reading)
        case (("earliest_of" | "latest_of"), parts):
            deadline = (EarliestOf if kind == "earliest_of" else LatestOf)(tuple(read_deadline(part) for part in parts))
        case "within", period:
            deadline = Within(
                read_period(period),
                read_moment(words.pop("after", None)),
                read_time(words.pop("by", None)),
                words.pop("first_day", None),
                words.pop("if_not_working_day", "keep"),
            )
        case "at_least", period:
            deadline = AtLeastBefore(
                read_period(period),
                EventMoment(words.pop("before")),
                read_time(words.pop("by", None)),
                words.pop("if_not_working_day", "keep"),
            )
        case "every", period:
            first = words.pop("first", None)
            deadline = Every(
                read_period(period),
                read_moment(words.pop("after", None)),
                read_origin(words.pop("from", None)),
                read_period(first) if first else None,
            )
        case "by", text if text.split()[0] in WEEKDAYS:
            weekday, _, clock = text.partition(" ")
            roll = words.pop("if_not_working_day", "keep")
            deadline = WeekdayBefore(weekday, read_time(clock or None), EventMoment(words.pop("before")), roll)
        case (("by" | "before" | "at"), text):
            deadline = RelativeTo(kind, EventMoment(text))
        case _:
            raise AssertionError(plain)
    assert not words, plain
    return deadline


def read_period(text: str) -> Period:
    count, _, unit = text.partition(" ")
    return Period(int(count), (unit if unit.endswith("s") else unit + "s").replace(" ", "_"))


def read_moment(name: str | None) -> EventMoment | None:
    return EventMoment(name) if name else None


def read_time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def read_origin(text: str | None) -> date | tuple[int, int] | None:
    if text is None:
        return None
    day, _, month = text.partition(" ")
    return (MONTHS.index(month) + 1, int(day)) if month else parse_date(text)
