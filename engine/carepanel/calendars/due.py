"""Deadlines resolved: an expression, what it counts from and a calendar in; a due date with its proof out.

`by` a moment is no later than it: until its instant, or until the end of a day whose hour is not known. `before` it is
strictly earlier: during a day whose hour is not known nobody can tell. `at` it is on its local day, whatever the hour.

The earliest of several deadlines is worked out from those that have a date, and is then `stated` only if all have. One
that waits for something still to happen binds nobody yet, unless it counts back from it; one that is not known or not
decided leaves the whole not known. The latest of several has a date only when all have.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import EXCLUDED, Anchor, Due, NoDate, at_instant, on_day
from carepanel.calendars.backward import at_least_before, weekday_before
from carepanel.calendars.endings import finish, start
from carepanel.calendars.forward import every, within
from carepanel.calendars.instants import TICK, end_of_day, show, show_day
from carepanel.calendars.proof import Proof, Step
from carepanel.model.deadlines import (
    AtLeastBefore,
    EarliestOf,
    Every,
    External,
    LatestOf,
    NotStated,
    RelativeTo,
    Undecided,
    Under,
    WeekdayBefore,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from carepanel.calendars.calendar import Calendar
    from carepanel.conditions.moments import Moment
    from carepanel.model.deadlines import Counting, Deadline

    Anchors = Callable[[Moment], Anchor | NoDate | None]
    Counted = Within | AtLeastBefore | WeekdayBefore | RelativeTo | Every
    Found = list[tuple[Deadline, Due | NoDate]]
    # An instant, and whether it is itself in time.
    End = tuple[datetime, bool]

__all__ = ["Anchor", "Due", "NoDate", "at_instant", "on_day", "resolve"]

# Of several reasons for having no date, the one that a reader must hear first.
_WEIGHT = {"not_stated": 0, "external": 1, "waiting": 2, "undecided": 3, "not_known": 4}
_HARMLESS = {"not_stated", "external", "waiting"}


def resolve(
    deadline: Deadline, anchor: Anchors, trigger: Anchor | NoDate | None, calendar: Calendar, counting: Counting
) -> Due | NoDate:
    """The date of a deadline, or why there is none.

    `anchor` says when a moment came to be: None when it has not, a `NoDate` when that itself has no answer. `trigger`
    is what started the rule the deadline stands in, for those that name no moment of their own.
    Raises `DeadlineOutOfRange` for a date that lies outside the years of the calendar.
    """
    match deadline:
        case EarliestOf(deadlines=parts) | LatestOf(deadlines=parts):
            found = [(part, resolve(part, anchor, trigger, calendar, counting)) for part in parts]
            several = _earliest(found) if isinstance(deadline, EarliestOf) else _latest(found)
            return finish(calendar, several) if isinstance(several, Due) else several
        case Under(deadline=inner):
            return resolve(inner, anchor, trigger, calendar, counting)
        case NotStated():
            return NoDate("not_stated", "the source sets no time")
        case External():
            return NoDate("external", "another document sets the time")
        case Undecided(reading=reading):
            return NoDate("undecided", f"the reading `{reading}` is not decided")
        case _:
            moment = _moment(deadline)
            counted_from = trigger if moment is None else anchor(moment)
            if counted_from is None:
                return NoDate("waiting", "what it counts from has not happened")
            if isinstance(counted_from, NoDate):
                return counted_from
            return finish(calendar, _dated(deadline, counted_from, calendar, counting))


def _moment(deadline: Counted) -> Moment | None:
    match deadline:
        case Within(after=moment) | Every(after=moment):
            return moment
        case AtLeastBefore(before=moment) | WeekdayBefore(before=moment) | RelativeTo(moment=moment):
            return moment


def _dated(deadline: Counted, anchor: Anchor, calendar: Calendar, counting: Counting) -> Due:
    match deadline:
        case Within():
            return within(deadline, anchor, calendar, counting)
        case AtLeastBefore():
            return at_least_before(deadline, anchor, calendar, counting)
        case WeekdayBefore():
            return weekday_before(deadline, anchor, calendar, counting)
        case Every():
            return every(deadline, anchor, calendar, counting)
        case RelativeTo():
            return _relative(deadline, anchor, counting)


def _relative(deadline: RelativeTo, anchor: Anchor, counting: Counting) -> Due:
    whole_day = not anchor.exact and not anchor.between
    earliest, latest = anchor.earliest, anchor.latest
    if deadline.relation == "at":
        earliest, latest, strict = end_of_day(anchor.first_day), end_of_day(anchor.day), True
        why = f"at it: {show_day(anchor.day)}, to the end of the day"
    elif deadline.relation == "before":
        strict, why = True, f"strictly before {_shown(anchor)}"
    elif whole_day:
        earliest, strict = latest, True
        why = f"{show_day(anchor.day)}, to the end of the day, as the hour is not known"
    else:
        strict = anchor.strict or counting.on_time == "excluded"
        excluded = strict and anchor.exact and not anchor.ends_a_day
        why = f"no later than {_shown(anchor)}{EXCLUDED if excluded else ''}"
    proof = Proof((*start(anchor), Step(anchor.day, "end", why)))
    return Due(earliest, latest, strict, anchor.day, proof, before=deadline.relation == "before")


def _shown(anchor: Anchor) -> str:
    if anchor.between:
        return f"an instant between {show(anchor.earliest)} and {show(anchor.latest)}"
    if not anchor.exact:
        return f"an hour of {show_day(anchor.day)} that is not known"
    return f"the end of {show_day(anchor.day)}" if anchor.ends_a_day else show(anchor.latest)


def _earliest(found: Found) -> Due | NoDate:
    """The earliest of those that have a date, unless one without may be earlier still."""
    dues = [(_called(deadline), part) for deadline, part in found if isinstance(part, Due)]
    without = [(deadline, part) for deadline, part in found if isinstance(part, NoDate)]
    open_ = [part for deadline, part in without if part.reason not in _HARMLESS or not _binds_nobody(deadline, part)]
    if open_:
        worst = _gravest(open_)
        return worst if worst.reason != "waiting" or not dues else NoDate("not_known", worst.says)
    if not dues:
        return _gravest([part for _, part in without])
    notes = tuple(Step(None, "note", f"a part of it has no date and is left out: {part.says}") for _, part in without)
    unstated = any(part.reason != "waiting" for _, part in without)
    return _bound(dues, notes, "earliest", stated=not unstated and all(due.stated for _, due in dues))


def _binds_nobody(deadline: Deadline, part: NoDate) -> bool:
    """Whether a part that waits cannot have passed: it does unless it counts back from what has not happened."""
    if isinstance(deadline, Under):
        return _binds_nobody(deadline.deadline, part)
    return part.reason != "waiting" or isinstance(deadline, Within | Every | RelativeTo)


def _latest(found: Found) -> Due | NoDate:
    dues = [(_called(deadline), part) for deadline, part in found if isinstance(part, Due)]
    if len(dues) < len(found) or not dues:
        return _gravest([part for _, part in found if isinstance(part, NoDate)])
    return _bound(dues, (), "latest", stated=all(due.stated for _, due in dues))


def _called(deadline: Deadline) -> str:
    """The law that sets a deadline, where the file names one."""
    return deadline.law if isinstance(deadline, Under) else ""


def _gravest(reasons: list[NoDate]) -> NoDate:
    if not reasons:
        return NoDate("not_stated", "no deadline is listed")
    return max(reasons, key=lambda part: _WEIGHT[part.reason])


def _bound(named: list[tuple[str, Due]], notes: tuple[Step, ...], which: str, *, stated: bool) -> Due:
    """The first or the last of several due dates at either end, with the proofs of all; each with the law that sets it.

    An excluded instant comes before the same instant included. Where the two ends differ in that, the included one is
    written as the next instant excluded.
    """
    pick = min if which == "earliest" else max
    dues = [due for _, due in named]
    earliest, earliest_in = pick(_first(due) for due in dues)
    latest, latest_in = pick(_last(due) for due in dues)
    strict = not (earliest_in and latest_in)
    before = any(due.before for due in dues if (due.earliest, due.latest) == (earliest, latest))
    if strict:
        earliest, latest = earliest + TICK * earliest_in, latest + TICK * latest_in
    steps = [
        step
        for number, (law, due) in enumerate(named, 1)
        for step in (_heading(number, len(dues), law), *due.proof.steps)
    ]
    bound = Due(earliest, latest, strict, pick(due.day for due in dues), Proof(), stated, before)
    end = Step(bound.day, "end", f"{bound.shown()}{_which_binds(named, which)}, the {which} of the {len(dues)}")
    return replace(bound, proof=Proof((*steps, *notes, end)))


def _first(due: Due) -> End:
    return due.earliest, not due.strict


def _last(due: Due) -> End:
    return due.latest, not due.strict


def _heading(number: int, of: int, law: str) -> Step:
    return Step(None, "note", f"deadline {number} of {of}{f', under {law}' if law else ''}")


def _which_binds(named: list[tuple[str, Due]], which: str) -> str:
    """Which law binds, and what the others would have given, where the file names them.

    An hour that is not known may leave it open which of them does.
    """
    if which == "earliest":
        edge = min(_last(due) for _, due in named)
        binding = [(law, due) for law, due in named if _first(due) <= edge]
    else:
        edge = max(_first(due) for _, due in named)
        binding = [(law, due) for law, due in named if _last(due) >= edge]
    open_ = len({(_first(due), _last(due)) for _, due in binding}) > 1
    bind = _bind([law for law, _ in binding if law], open_=open_)
    others = [f"{law} would have given {due.shown()}" for law, due in named if law and (law, due) not in binding]
    parts = [*filter(None, [bind]), *others]
    return f" ({'; '.join(parts)})" if parts else ""


def _bind(laws: list[str], *, open_: bool) -> str:
    if not laws:
        return ""
    *more, last = laws
    listed = f"{', '.join(more)} {'or' if open_ else 'and'} {last}" if more else last
    if open_:
        return f"{listed} may bind, as the hour is not known"
    return f"{listed} {'bind' if more else 'binds'}"
