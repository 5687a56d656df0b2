"""Read when each panel meets, and its cut-off."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from carepanel.conditions.moments import MeetingMoment
from carepanel.conditions.scope import listed, one_or_many, text, undecided
from carepanel.diagnostics import did_you_mean
from carepanel.model.deadlines import (
    AtLeastBefore,
    EarliestOf,
    Every,
    LatestOf,
    NotStated,
    RelativeTo,
    WeekdayBefore,
    Within,
)
from carepanel.model.deadlines_from_document import WEEKDAYS, clock_time, day, deadline, no_such_day, period
from carepanel.model.entries import body, clauses_of, entries, moment_of, parties_of, scope_of, title_of
from carepanel.model.meetings import (
    DaysNotStated,
    GivenDay,
    GivenDays,
    ImmediatelyAfter,
    MeetingDays,
    Monthly,
    NonWorkingDay,
    OneOff,
    Recurrence,
    Weekly,
)
from carepanel.model.terms import CutOff, Panel, Quorum
from carepanel.text.document import Mapping, Scalar

if TYPE_CHECKING:
    from datetime import time

    from carepanel.conditions.moments import Moment
    from carepanel.conditions.names import Names
    from carepanel.conditions.scope import Scope
    from carepanel.diagnostics import Problems
    from carepanel.model.deadlines import Deadline, Weekday
    from carepanel.model.meetings import Meets
    from carepanel.text.document import Entry, Node

NON_WORKING: tuple[NonWorkingDay, ...] = get_args(NonWorkingDay)
NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_UNKNOWN_DAYS = DaysNotStated("not_stated")


def panels(document: Mapping, names: Names, problems: Problems) -> dict[str, Panel]:
    """The panels of a policy by name, each with the quorum that its membership states."""
    found = {entry.key: _panel(entry, document, names, problems) for entry in entries(document, "meetings")}
    for entry in entries(document, "membership"):
        if entry.key not in found:
            message = f"`{entry.key}` has members and no entry under `meetings`"
            help_ = did_you_mean(entry.key, found) or "add its meeting, or correct the name"
            scope_of(body(entry), names, problems).problem("unknown-meeting", message, entry.key_position, help_)
    return found


def _panel(entry: Entry, document: Mapping, names: Names, problems: Problems) -> Panel:
    node = body(entry)
    scope = scope_of(node, names, problems)
    run_by = parties_of(node.get("run_by"), scope)
    days = _days(node, scope, document, (entry.key,))
    slots, length = _slots(node), _length(node, scope)
    _check_capacity(days, slots, length, node, scope)
    return Panel(
        id=entry.key,
        title=title_of(node, entry.key),
        clauses=clauses_of(node),
        days=days,
        cut_off=_cut_off(entry.key, node.get("cut_off"), _weekdays(days), names, problems),
        run_by=run_by[0] if run_by else "",
        quorum=_quorum(_membership(document, entry.key), names, problems),
        slots=slots,
        length=length,
        order=None if text(node.get("order")) == "not_stated" else moment_of(node, "order", scope),
        position=entry.key_position,
    )


def _slots(node: Mapping) -> int | None:
    written = node.get("slots")
    return written.value if isinstance(written, Scalar) and isinstance(written.value, int) else None


def _length(node: Mapping, scope: Scope) -> int | None:
    """How many minutes each case has; None where the source does not say."""
    written = node.get("length")
    if written is None or text(written) == "not_stated":
        return None
    number, _, unit = text(written).partition(" ")
    if not number.isdecimal() or unit not in ("minutes", "hour", "hours"):
        scope.wrong_form(written, "a length of time such as `30 minutes`")
        return None
    return int(number) * (1 if unit == "minutes" else 60)


def _check_capacity(days: MeetingDays, slots: int | None, length: int | None, node: Mapping, scope: Scope) -> None:
    """Whether the cases of a meeting fit between its hours."""
    written, lasts = node.get("length"), days.minutes
    if written is None or length is None or lasts is None or lasts <= 0:
        return
    if length * (slots or 1) > lasts:
        cases = f"{slots} cases of {length} minutes do" if slots and slots > 1 else f"a case of {length} minutes does"
        message = f"{cases} not fit into a meeting of {lasts} minutes"
        scope.problem("too-long-for-the-meeting", message, written.position, "correct `length`, `slots` or the hours")


def _membership(document: Mapping, panel: str) -> Mapping | None:
    section = document.get("membership")
    found = section.get(panel) if isinstance(section, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _quorum(membership: Mapping | None, names: Names, problems: Problems) -> Quorum | None:
    written = membership.get("quorum") if membership else None
    if membership is None or not isinstance(written, Mapping):
        return None
    scope = scope_of(membership, names, problems)
    if undecided(written):
        scope.wrong_form(written, "a quorum")
        return None
    count = written.get("at_least")
    number = count.value if isinstance(count, Scalar) and isinstance(count.value, int) else 1
    of = parties_of(written.get("of"), scope)
    members = [entry.key for entry in entries(membership, "members")]
    for item in one_or_many(written.get("of")):
        if text(item) in names.parties and text(item) not in members:
            help_ = did_you_mean(text(item), members) or f"its members are {listed(members)}"
            scope.problem("not-a-member", f"`{text(item)}` is no member of this panel", item.position, help_)
    if number > len(of):
        message = f"a quorum of {number} out of {len(of)} can never be met"
        scope.problem(
            "quorum-out-of-reach", message, (count or written).position, "correct `at_least`, or name more under `of`"
        )
    return Quorum(number, of)


def _cut_off(
    panel: str, node: Node | None, weekdays: frozenset[Weekday], names: Names, problems: Problems
) -> CutOff | None:
    if not isinstance(node, Mapping):
        return None
    scope = scope_of(node, names, problems)
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
    by_day = _by_day(panel, node, weekdays, scope)
    return None if others is None else CutOff(clauses_of(node), others, duty, by_day)


def _cut_off_deadline(panel: str, node: Node, scope: Scope, weekday: str = "") -> Deadline | None:
    found = deadline(node, scope)
    if found is not None and not _is_before(panel, found):
        on = f" on a {weekday.title()}" if weekday else ""
        message = f"the cut-off of `{panel}`{on} does not lie before its meeting"
        help_ = f"count back from the meeting, for example `{{by: thursday 12:00, before: {panel}}}`"
        scope.problem("cut-off-after-meeting", message, node.position, help_)
    return found


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
        case EarliestOf(deadlines=parts):
            return any(_is_before(panel, part) for part in parts)
        case LatestOf(deadlines=parts):
            return all(_is_before(panel, part) for part in parts)
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


def _days(node: Mapping, scope: Scope, document: Mapping, path: tuple[str, ...]) -> MeetingDays:
    """When a panel meets; `path` is the panels that led here, each meeting after the next, this one the last."""
    roll = node.get("if_not_working_day")
    word = text(roll)
    if roll is not None and word not in NON_WORKING:
        scope.wrong_form(roll, listed(NON_WORKING))
    written = node.get("meets")
    # whoever writes the days themselves has seen which they are
    seen = isinstance(written, Mapping) and "days" in written
    rule: NonWorkingDay = next((known for known in NON_WORKING if known == word), "keep" if seen else "not_stated")
    other = written.get("immediately_after") if isinstance(written, Mapping) else None
    days = MeetingDays(
        _meets(written, scope) if other is None else _immediately_after(other, scope, document, path),
        rule,
        starts=_hour(node, "starts", scope),
        ends=_hour(node, "ends", scope),
        during=text(node.get("during")),
        extra=_one_offs(node.get("extra"), scope),
        cancelled=_one_offs(node.get("cancelled"), scope),
    )
    _check_hours(days, node, scope)
    return days


def _immediately_after(node: Node, scope: Scope, document: Mapping, path: tuple[str, ...]) -> Meets:
    """The days of another panel, wherever it stands in the file."""
    name = text(node)
    others = {entry.key: body(entry) for entry in entries(document, "meetings")}
    if name not in others:
        help_ = did_you_mean(name, others) or "add that body's meeting under `meetings`; its days may be `not_stated`"
        scope.problem("unknown-meeting", f"`{name}` is no meeting of this policy", node.position, help_)
        return _UNKNOWN_DAYS
    if name in path:
        if name == min(path) == path[0]:
            circle = ", ".join(f"`{one}` after `{other}`" for one, other in pairwise((*path, name)))
            message = f"the meetings follow each other in a circle, so that none has a day: {circle}"
            scope.problem("circular-meetings", message, node.position, "give one of them days of its own")
        return _UNKNOWN_DAYS
    there = scope_of(others[name], scope.names, scope.problems)
    return ImmediatelyAfter(name, _days(others[name], there, document, (*path, name)))


def _check_hours(days: MeetingDays, node: Mapping, scope: Scope) -> None:
    """Whether a meeting starts before it ends, and not before one that it follows has ended."""
    starts, ends, roll = node.get("starts"), node.get("ends"), node.get("if_not_working_day")
    if days.begins and days.ends and ends and days.ends <= days.begins:
        message = f"it ends at {days.ends:%H:%M} and starts at {days.begins:%H:%M}"
        scope.problem("wrong-hours", message, ends.position, "correct one of the two hours")
    if not isinstance(days.meets, ImmediatelyAfter):
        return
    other, before = days.meets.meeting, days.meets.days.ends
    if starts and days.starts and before and days.starts < before:
        message = f"it starts at {days.starts:%H:%M}, and `{other}`, which it follows, ends at {before:%H:%M}"
        scope.problem("wrong-hours", message, starts.position, "correct one of the two, or leave `starts` out")
    if roll and text(roll) != "not_stated":
        message = f"a working day or not, it meets on the day on which `{other}` does"
        help_ = "take `if_not_working_day` out, or write `not_stated`"
        scope.problem("day-of-another-meeting", message, roll.position, help_)


def _one_offs(node: Node | None, scope: Scope) -> tuple[OneOff, ...]:
    """Extra or cancelled meetings: a map of quoted day to reason, in the order of the days."""
    found: list[OneOff] = []
    for entry in node.entries if isinstance(node, Mapping) else ():
        known = day(entry.key)
        if known is None:
            no_such_day(Scalar(entry.key, entry.key_position), scope)
        else:
            found.append(OneOff(known, text(entry.value), entry.key_position))
    return tuple(sorted(found, key=lambda each: each.day))


def _hour(node: Mapping, key: str, scope: Scope) -> time | None:
    written = node.get(key)
    if written is None or text(written) == "not_stated":
        return None
    found = clock_time(text(written))
    if found is None:
        scope.wrong_form(written, 'a time of day such as `"13:00"`, or `not_stated`')
    return found


def _meets(node: Node | None, scope: Scope) -> Meets:
    if not isinstance(node, Mapping):
        return _UNKNOWN_DAYS
    if "days" in node:
        return _given_days(node, scope)
    if "rrule" in node:
        return _recurrence(node, scope)
    every = node.get("every")
    length = period(text(every)) or period(f"1 {text(every)}")
    days = one_or_many(node.get("day"))
    if length is None or length.unit not in ("weeks", "months"):
        scope.wrong_form(every or node, "`week`, `2 weeks` or `month`")
        return _UNKNOWN_DAYS
    if any(text(item) == "not_stated" for item in days):
        return DaysNotStated(length.unit)
    return _weekly(node, length.count, days, scope) if length.unit == "weeks" else _monthly(days, scope)


def _given_days(node: Mapping, scope: Scope) -> Meets:
    found: list[GivenDay] = []
    for item in one_or_many(node.get("days")):
        known = day(text(item))
        if known is None:
            no_such_day(item, scope)
        else:
            found.append(GivenDay(known, item.position))
    bound = text(node.get("at_least_every"))
    in_order = tuple(sorted(found, key=lambda each: each.day))
    return GivenDays(in_order, period(bound) or period(f"1 {bound}")) if in_order else _UNKNOWN_DAYS


def _recurrence(node: Mapping, scope: Scope) -> Meets:
    rule, start = node.get("rrule"), node.get("from")
    first = day(text(start))
    if rule is None or start is None:  # pragma: no cover - the schema asks for both
        return _UNKNOWN_DAYS
    if first is None:
        no_such_day(start, scope)
        return _UNKNOWN_DAYS
    return Recurrence(text(rule).upper(), first, rule.position)


def _weekly(node: Mapping, every: int, days: tuple[Node, ...], scope: Scope) -> Meets:
    names = tuple(known for item in days for known in WEEKDAYS if known == text(item))
    _check_days(days, tuple(WEEKDAYS), scope, "a weekday")
    written = node.get("counting_from")
    anchor = day(text(written))
    if written is not None and anchor is None:
        no_such_day(written, scope)
        return _UNKNOWN_DAYS
    return Weekly(names, every, anchor) if names else _UNKNOWN_DAYS


def _monthly(days: tuple[Node, ...], scope: Scope) -> Meets:
    known = {f"{nth} {weekday}": (number, weekday) for nth, number in NTH.items() for weekday in WEEKDAYS}
    _check_days(days, tuple(known), scope, "a day such as `second tuesday` or `last friday`")
    found = tuple(known[text(item)] for item in days if text(item) in known)
    return Monthly(found) if found else _UNKNOWN_DAYS


def _check_days(days: tuple[Node, ...], known: tuple[str, ...], scope: Scope, expected: str) -> None:
    for item in days:
        if text(item) not in known:
            scope.wrong_form(item, expected)
