"""A proof of a date: the steps by which a person with a pencil and a calendar comes to the same day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carepanel.calendars.instants import show_day

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Effect", "ListRef", "Proof", "Step"]

Effect = Literal["start", "counted", "skipped", "moved", "end", "note"]

_PROVISIONAL = " (provisional)"


@dataclass(frozen=True, slots=True)
class ListRef:
    """Which list of days off, and in which version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a proof: what a day does to the count, and why.

    `day` is None where the line is about no single day. `provisional` says that it rests on days off not yet
    published. `days_off` is the list of days off that has the day as one, or that ends with it; None for a weekend and
    for every other line.
    """

    day: date | None
    effect: Effect
    why: str
    provisional: bool = False
    days_off: ListRef | None = None

    def line(self) -> str:
        """The step as one line of English, e.g. ``Fri 3 Apr 2026: not counted, Good Friday``."""
        return f"{self._words()}{_PROVISIONAL if self.provisional else ''}"

    def _words(self) -> str:
        day = show_day(self.day) if self.day else ""
        match self.effect:
            case "start" | "end":
                return f"{self.effect}: {self.why}"
            case "skipped":
                return f"{day}: not counted, {self.why}"
            case _:
                return f"{day}: {self.why}" if day else self.why


@dataclass(frozen=True, slots=True)
class Proof:
    """The steps of one date, in the order in which they are taken, and the remarks that close it: what stands in where
    a list of days off has ended.
    """

    steps: tuple[Step, ...] = ()
    remarks: tuple[Step, ...] = ()

    @property
    def whole(self) -> tuple[Step, ...]:
        """The steps, then the remarks."""
        return (*self.steps, *self.remarks)

    @property
    def provisional(self) -> bool:
        """Whether any step rests on days off not yet published."""
        return any(step.provisional for step in self.steps)

    def lines(self) -> tuple[str, ...]:
        """The proof in English, one line for each step."""
        return tuple(step.line() for step in self.whole)
