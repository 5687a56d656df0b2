"""One thing that another list of days off moves, gives or takes away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

Change = Literal["moves", "arises", "ends", "differs"]
"""*Moves*: another date, or none. *Arises*, *ends*: an obligation under one of the calendars alone. *Differs*: another
answer, or an obligation that stands otherwise by the same date.
"""


@dataclass(frozen=True, slots=True)
class Side:
    """A date under one calendar: the day of a meeting or the instant by which something is due, None where there is
    none, and the words for it.
    """

    when: date | datetime | None
    says: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that moves, comes, goes or is answered otherwise. `id` is that of the meeting (``panel/2026-06-08``),
    of a date that rests on it (``panel/2026-06-08/cut_off``), of a task, of a case's meeting
    (``CAM-2026-0001/meeting``) or of an answer about a case (``CAM-2026-0001/eligibility``).

    `case` is empty for what is no case's, `panel` for what belongs to no meeting. `meeting` is the usual day of the
    meeting, for one that moves and for a date that rests on one. `actor` is whoever has to know.
    """

    kind: Literal["meeting", "date", "case", "obligation"]
    id: str
    case: str
    title: str
    actor: tuple[str, ...]
    clause: tuple[str, ...]
    was: Side
    now: Side
    change: Change = "moves"
    panel: str = ""
    meeting: date | None = None


def side(when: date | datetime | None, says: str, *, provisional: bool) -> Side:
    """A side that says where it is provisional."""
    return Side(when, f"{says} (provisional)" if provisional else says)
