"""What is asked in every measurement: one case for each authority, and how it is decided without the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import by_hand, dates_by_hand
from benchmarks.by_hand import Decision
from carepanel import Case
from carepanel.loading import load, source_of

if TYPE_CHECKING:
    from benchmarks.by_hand import Sitting
    from benchmarks.file_on_case import File

CASES = Path(__file__).parent / "cases"

Decide = Callable[[Case, datetime, datetime], Decision]


@dataclass(frozen=True, slots=True)
class Asked:
    """A case file and the instant asked about."""

    case: Path
    at: str


ASKED = {
    "camden": Asked(CASES / "camden.yaml", "2026-03-06T09:00"),
    "wandsworth": Asked(CASES / "wandsworth.yaml", "2026-03-09T09:00"),
}


_BY_HAND = {
    "camden": (by_hand.camden, dates_by_hand.camden_sitting),
    "wandsworth": (by_hand.wandsworth, dates_by_hand.wandsworth_sitting),
}


@cache
def by_hand_of(authority: str) -> Decide:
    """An authority's decision by hand, dates and all."""
    decide, sitting_on = _BY_HAND[authority]
    loaded, _ = load(source_of(authority))
    if loaded is None:
        raise LookupError(f"the policy `{authority}` is not sound: see `carepanel check {authority}`")
    find = sitting_on(loaded.calendar)

    def with_dates(case: Case, at: datetime, known_by: datetime) -> Decision:
        return decide(case, at, known_by, find)

    return with_dates


def by_hand_at(authority: str, sitting: Sitting) -> Decide:
    """The same with the meeting and its cut-off given, so that no date is worked out."""
    decide, _ = _BY_HAND[authority]

    def find(_file: File, _complete: datetime | None, _urgent: bool) -> Sitting:
        return sitting

    def without_dates(case: Case, at: datetime, known_by: datetime) -> Decision:
        return decide(case, at, known_by, find)

    return without_dates
