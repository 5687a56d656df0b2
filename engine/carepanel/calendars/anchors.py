"""What a deadline is counted from, and what comes out: an anchor, a due date with its proof, or the reason for none.

Everything that is not known to the instant is kept as two instants, the earliest and the latest it can be, so that
"in time" and "late" are said only where both ends agree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from carepanel.calendars.instants import end_of_day, local_date, show, show_day, start_of_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from carepanel.calendars.proof import Proof, Step

__all__ = ["Anchor", "Due", "NoDate", "Standing", "at_instant", "on_day"]

Standing = Literal["in_time", "late", "not_known"]
EXCLUDED = ", that very instant excluded"
"""What is said of an hour at which it is too late already."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """When something came to be, and what it was, e.g. ``outcome sent to the chair``.

    An instant has `earliest` equal to `latest`. Where the hour is not known `latest` is the first instant that is too
    late: for a whole day, the start of the next. `day` is the local day it counts as. `strict` says that the thing is
    over at `latest` rather than then, as a cut-off at the end of a day is. `between` marks a time that is not known
    to lie within one whole day, such as a cut-off 36 hours before a meeting whose hour is not stated.
    `steps` is how the anchor was itself worked out; `recorded_at` when what came to be was put on record.
    """

    earliest: datetime
    latest: datetime
    day: date
    says: str
    strict: bool = False
    between: bool = False
    steps: tuple[Step, ...] = field(default=(), repr=False)
    recorded_at: datetime | None = field(default=None, compare=False, repr=False)

    @property
    def exact(self) -> bool:
        """Whether the instant is known."""
        return self.earliest == self.latest

    @property
    def ends_a_day(self) -> bool:
        """Whether it is the end of a day: over with its last instant."""
        return self.exact and self.strict and self.latest == end_of_day(self.day)

    @property
    def first_day(self) -> date:
        """The first local day on which it can have come to be; the last is `day`."""
        return min(self.day, local_date(self.earliest))

    def shown(self) -> str:
        """The anchor for people, e.g. ``outcome sent to the chair, Mon 23 Dec 2024 16:30``."""
        if self.between:
            return f"{self.says}, between {show(self.earliest)} and {show(self.latest)}"
        if not self.exact:
            return f"{self.says}, {show_day(self.day)}, hour not known"
        if self.ends_a_day:
            return f"{self.says}, end of {show_day(self.day)}"
        return f"{self.says}, {show(self.latest)}{EXCLUDED if self.strict else ''}"


def at_instant(
    instant: datetime, says: str, steps: tuple[Step, ...] = (), recorded_at: datetime | None = None
) -> Anchor:
    """What came to be at a known instant."""
    return Anchor(instant, instant, local_date(instant), says, steps=steps, recorded_at=recorded_at)


def on_day(day: date, says: str, steps: tuple[Step, ...] = ()) -> Anchor:
    """What came to be on a local day, at an hour that is not known."""
    return Anchor(start_of_day(day), end_of_day(day), day, says, steps=steps)


@dataclass(frozen=True, slots=True)
class Due:
    """When a deadline passes, with its proof.

    What is done by `earliest` is in time and what is done after `latest` is late; in between it is not known. When
    `strict`, the very instants are too late: a day that has ended, or a clock time that is itself excluded. `day` is
    the local day on which it (at the latest) passes. `stated` is false when a part of it has no date and was left out.
    `before` marks one that is strictly before something, such as a meeting whose hour is not known.
    """

    earliest: datetime
    latest: datetime
    strict: bool
    day: date
    proof: Proof = field(repr=False)
    stated: bool = True
    before: bool = False

    @property
    def provisional(self) -> bool:
        """Whether the date rests on days off not yet published."""
        return self.proof.provisional

    @property
    def ends(self) -> tuple[datetime, datetime, bool]:
        """All of it that somebody who has to keep it must know: what two that are worked out differently, and are the
        same, have in common.
        """
        return self.earliest, self.latest, self.strict

    def standing(self, moment: datetime) -> Standing:
        """How something done at this instant stands to the deadline."""
        if moment < self.earliest or (moment == self.earliest and not self.strict):
            return "in_time"
        if moment > self.latest or (moment == self.latest and self.strict):
            return "late"
        return "not_known"

    def shown(self) -> str:
        """When it passes, for people, e.g. ``Mon 9 Mar 2026, to the end of the day`` or ``Thu 5 Mar 2026 12:00``."""
        if self.earliest != self.latest:
            return f"between {show(self.earliest)} and {show(self.latest)}"
        if self.strict and self.latest == end_of_day(self.day):
            return f"{show_day(self.day)}, to the end of the day"
        return f"{show(self.latest)}{EXCLUDED if self.strict else ''}"

    def as_anchor(self, says: str) -> Anchor:
        """The passing of the deadline as something that other deadlines count from, e.g. a meeting's cut-off."""
        between = self.earliest != self.latest
        return Anchor(self.earliest, self.latest, self.day, says, self.strict, between, self.proof.steps)


@dataclass(frozen=True, slots=True)
class NoDate:
    """Why there is no date.

    The source sets none (`not_stated`), another document does (`external`), a reading is not chosen (`undecided`), what
    it counts from has not come to be (`waiting`), or it is not known whether or when it did (`not_known`).
    """

    reason: Literal["not_stated", "external", "undecided", "waiting", "not_known"]
    says: str
