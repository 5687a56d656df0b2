"""What may be taken to follow from a meeting alone.

What the panel decides it is taken to decide at its meeting, and each step that a decision sets off is taken to be done
that same day, at an hour that is not known even where that of the meeting is; so that a duty to finalise within 48
hours has a date in a table of meetings. A table says where a date rests on that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.conditions.moments import AllMoments, AnyMoment, DecisionMoment, EventMoment, StatusMoment

if TYPE_CHECKING:
    from carepanel.conditions.moments import Moment
    from carepanel.model.terms import Panel, Terms


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a panel's meeting sets off: the events and decisions, and the duties that are done by them."""

    events: frozenset[str]
    duties: frozenset[str]

    def covers(self, moment: Moment | None) -> bool:
        """Whether a moment is taken to come on the day of the meeting."""
        match moment:
            case EventMoment(event=name) | DecisionMoment(decision=name):
                return name in self.events
            case StatusMoment(duty=name, status="fulfilled"):
                return name in self.duties
            case AllMoments(parts=parts):
                return bool(parts) and all(map(self.covers, parts))
            case AnyMoment(parts=parts):
                return any(map(self.covers, parts))
            case _:
                return False


def assumed(panel: Panel, terms: Terms) -> Assumed:
    """What the meeting of a panel sets off, step by step, until nothing is added."""
    decided = (d.name for d in terms.of("decisions") if panel.id in d.actor and d.trigger is None)
    found = Assumed(frozenset(decided), frozenset())
    while True:
        set_off = [r for r in terms.of("obligations") if r.name not in found.duties and found.covers(r.trigger)]
        if not set_off:
            return found
        done = (event for r in set_off for event in _events(r.fulfilled_by))
        found = Assumed(found.events.union(done), found.duties.union(r.name for r in set_off))


def _events(moment: Moment | None) -> tuple[str, ...]:
    match moment:
        case EventMoment(event=name, having=()):
            return (name,)
        case AllMoments(parts=parts):
            return tuple(name for part in parts for name in _events(part))
        case _:
            return ()
