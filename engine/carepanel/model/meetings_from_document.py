"""Read when each panel meets, who must be there for a quorum, and how many cases a meeting takes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from carepanel.conditions.scope import listed, one_or_many, text, undecided
from carepanel.diagnostics import did_you_mean
from carepanel.model.cut_off_from_document import cut_off_at
from carepanel.model.deadlines import WEEKDAYS
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
from carepanel.model.terms import Panel, Quorum
from carepanel.model.times_from_document import clock_time, day, period
from carepanel.text.document import Mapping, Scalar

if TYPE_CHECKING:
    from datetime import time

    from carepanel.conditions.names import Names
    from carepanel.conditions.scope import Scope
    from carepanel.diagnostics import Problems
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
    _check_days_off(entry, days, scope)
    slots, length = _slots(node), _length(node, scope)
    _check_capacity(days, slots, length, node, scope)
    return Panel(
        id=entry.key,
        title=title_of(node, entry.key),
        clauses=clauses_of(node),
        days=days,
        cut_off=cut_off_at(entry.key, node.get("cut_off"), days, scope),
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


def _days(node: Mapping, scope: Scope, document: Mapping, path: tuple[str, ...]) -> MeetingDays:
    """When a panel meets; `path` is the panels that led here, each meeting after the next, this one the last."""
    roll = node.get("if_not_working_day")
    word = text(roll)
    if roll is not None and word not in NON_WORKING:
        scope.wrong_form(roll, listed(NON_WORKING))
    written = node.get("meets")
    rule: NonWorkingDay = next((known for known in NON_WORKING if known == word), "not_stated")
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


def _check_days_off(entry: Entry, days: MeetingDays, scope: Scope) -> None:
    """Whether it is said what happens on a day that is no working day, where a meeting has days of its own."""
    if "if_not_working_day" not in body(entry) and not isinstance(days.meets, ImmediatelyAfter | DaysNotStated):
        message = f"`{entry.key}` does not say what happens when its day is no working day"
        help_ = f"add `if_not_working_day`, which is {listed(NON_WORKING)}"
        scope.problem("missing-key", message, entry.key_position, help_)


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
        known = day(Scalar(entry.key, entry.key_position), scope)
        if known is not None:
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
        known = day(item, scope)
        if known is not None:
            found.append(GivenDay(known, item.position))
    bound = text(node.get("at_least_every"))
    in_order = tuple(sorted(found, key=lambda each: each.day))
    return GivenDays(in_order, period(bound) or period(f"1 {bound}")) if in_order else _UNKNOWN_DAYS


def _recurrence(node: Mapping, scope: Scope) -> Meets:
    rule, start = node.get("rrule"), node.get("from")
    if rule is None or start is None:  # pragma: no cover - the schema asks for both
        return _UNKNOWN_DAYS
    first = day(start, scope)
    if first is None:
        return _UNKNOWN_DAYS
    return Recurrence(text(rule).upper(), first, rule.position)


def _weekly(node: Mapping, every: int, days: tuple[Node, ...], scope: Scope) -> Meets:
    names = tuple(known for item in days for known in WEEKDAYS if known == text(item))
    _check_days(days, tuple(WEEKDAYS), scope, "a weekday")
    written = node.get("counting_from")
    anchor = day(written, scope) if written is not None else None
    if written is not None and anchor is None:
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
