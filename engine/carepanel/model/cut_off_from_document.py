"""Read the cut-off of a meeting: by when, for which duty, and on which of its weekdays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from carepanel.conditions.moments import MeetingMoment
from carepanel.conditions.scope import listed, text, undecided
from carepanel.model.deadlines import (
    WEEKDAYS,
    AtLeastBefore,
    Every,
    NotStated,
    RelativeTo,
    WeekdayBefore,
    Within,
    comes_true,
    single,
)
from carepanel.model.deadlines_from_document import deadline
from carepanel.model.entries import clauses_of, scope_of
from carepanel.model.meetings import GivenDays, Monthly, Weekly
from carepanel.model.terms import CutOff
from carepanel.text.document import Mapping

if TYPE_CHECKING:
    from carepanel.conditions.moments import Moment
    from carepanel.conditions.scope import Scope
    from carepanel.model.deadlines import Deadline, Unit, Weekday
    from carepanel.model.meetings import MeetingDays
    from carepanel.text.document import Node

_FURTHEST: dict[Unit, int] = {"hours": 8784, "days": 366, "working_days": 260, "weeks": 52, "months": 12, "years": 1}
"""How far before its meeting a cut-off may lie: a year. The meetings of that time all have to be looked through to find
the next whose cut-off is still to come."""


def cut_off_at(panel: str, node: Node | None, days: MeetingDays, around: Scope) -> CutOff | None:
    """The cut-off written at `node` of a panel that meets on these days; None where the source states none."""
    if not isinstance(node, Mapping):
        return None
    scope, names = scope_of(node, around.names, around.problems), around.names
    if undecided(node):
        scope.wrong_form(node, "a cut-off")
        return None
    duty = text(node.get("for"))
    symbol = names.get(duty)
    if duty and (symbol is None or symbol.kind != "duty"):
        at = (node.get("for") or node).position
        help_ = (
            names.suggestion(duty, ("duty",)) or "name the duty under `obligations` that must be done by the cut-off"
        )
        scope.problem("unknown-duty", f"`{duty}` is no duty under `obligations`", at, help_)
    written = node.get("deadline")
    others = _cut_off_deadline(panel, written, scope) if written is not None else NotStated()
    by_day = _by_day(panel, node, _weekdays(days), scope)
    return None if others is None else CutOff(clauses_of(node), others, duty, by_day)


def _cut_off_deadline(panel: str, node: Node, scope: Scope, weekday: str = "") -> Deadline | None:
    found = deadline(node, scope)
    if found is None:
        return None
    on = f" on a {weekday.title()}" if weekday else ""
    if not comes_true(partial(_is_before, panel), found):
        message = f"the cut-off of `{panel}`{on} does not lie before its meeting"
        help_ = f"count back from the meeting, for example `{{by: thursday 12:00, before: {panel}}}`"
        scope.problem("cut-off-after-meeting", message, node.position, help_)
    if any(map(_is_too_early, single(found))):
        message = f"the cut-off of `{panel}`{on} lies more than a year before its meeting"
        scope.problem("cut-off-too-early", message, node.position, "count back a year at most")
    return found


def _is_too_early(deadline_: Deadline) -> bool:
    length = deadline_.period if isinstance(deadline_, AtLeastBefore) else None
    return length is not None and length.count > _FURTHEST[length.unit]


def _by_day(panel: str, node: Mapping, weekdays: frozenset[Weekday], scope: Scope) -> dict[Weekday, Deadline]:
    """The cut-off of each weekday, of which every one must be a day on which the panel meets, and none be left out."""
    written = node.get("by_day")
    lines = {entry.key: entry for entry in written.entries} if isinstance(written, Mapping) else {}
    found: dict[Weekday, Deadline] = {}
    for weekday in WEEKDAYS:
        if weekday in lines:
            when = _cut_off_deadline(panel, lines[weekday].value, scope, weekday)
            found |= {weekday: when} if when is not None else {}
        if weekday in lines and weekdays and weekday not in weekdays:
            message = f"`{panel}` never meets on a {weekday.title()}"
            help_ = f"its days are {listed(day for day in WEEKDAYS if day in weekdays)}"
            scope.problem("cut-off-of-no-day", message, lines[weekday].key_position, help_)
        if written is not None and weekday in weekdays and weekday not in lines and "deadline" not in node:
            message = f"`{panel}` meets on a {weekday.title()}, and that day has no cut-off"
            help_ = f"add `{weekday}`, which may be `not_stated`, or a `deadline` for every other day"
            scope.problem("day-without-cut-off", message, written.position, help_)
    return found


def _weekdays(days: MeetingDays) -> frozenset[Weekday]:
    """The weekdays that are usual days of a panel, extra meetings among them; none where they cannot be told."""
    extra = frozenset(WEEKDAYS[each.day.weekday()] for each in days.extra)
    match days.dated_by.meets:
        case Weekly(days=found):
            return extra | frozenset(found)
        case Monthly(days=found):
            return extra | frozenset(weekday for _, weekday in found)
        case GivenDays(days=found):
            return extra | frozenset(WEEKDAYS[each.day.weekday()] for each in found)
        case _:
            return frozenset()


def _is_before(panel: str, deadline_: Deadline) -> bool:
    """Whether a deadline is counted back from the meeting of this panel, so that it lies before it."""
    match deadline_:
        case AtLeastBefore(before=moment) | WeekdayBefore(before=moment):
            return _is_its_meeting(panel, moment)
        case RelativeTo(relation=relation, moment=moment):
            earlier = isinstance(moment, MeetingMoment) and moment.weeks_earlier > 0
            return _is_its_meeting(panel, moment) and (relation == "before" or earlier)
        case Within() | Every():
            return False
        case _:
            return True


def _is_its_meeting(panel: str, moment: Moment) -> bool:
    return (
        isinstance(moment, MeetingMoment)
        and moment.meeting == panel
        and moment.which == "this"
        and moment.part != "cut_off"
    )
