"""Read when each panel meets, and its cut-off."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from carepanel.conditions.scope import listed, one_or_many, text
from carepanel.model.deadlines_from_document import WEEKDAYS, clock_time, day, deadline, period
from carepanel.model.entries import body, clauses_of, entries, scope_of, title_of
from carepanel.model.meetings import DaysNotStated, MeetingDays, Monthly, NonWorkingDay, Weekly
from carepanel.model.terms import CutOff, Panel, Quorum
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
    return {entry.key: _panel(entry, document, names, problems) for entry in entries(document, "meetings")}


def _panel(entry: Entry, document: Mapping, names: Names, problems: Problems) -> Panel:
    node = body(entry)
    scope = scope_of(node, names, problems)
    run_by = text(node.get("run_by"))
    return Panel(
        id=entry.key,
        title=title_of(node, entry.key),
        clauses=clauses_of(node),
        days=_days(node, scope),
        cut_off=_cut_off(node.get("cut_off"), names, problems),
        run_by="" if run_by == "not_stated" else run_by,
        quorum=_quorum(_membership(document, entry.key)),
        position=entry.key_position,
    )


def _membership(document: Mapping, panel: str) -> Mapping | None:
    section = document.get("membership")
    found = section.get(panel) if isinstance(section, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _quorum(membership: Mapping | None) -> Quorum | None:
    written = membership.get("quorum") if membership else None
    if not isinstance(written, Mapping):
        return None
    count = written.get("at_least")
    number = count.value if isinstance(count, Scalar) and isinstance(count.value, int) else 1
    return Quorum(number, tuple(text(item) for item in one_or_many(written.get("of"))))


def _cut_off(node: Node | None, names: Names, problems: Problems) -> CutOff | None:
    if not isinstance(node, Mapping):
        return None
    scope = scope_of(node, names, problems)
    written = node.get("deadline")
    when = deadline(written, scope) if written is not None else None
    duty = text(node.get("for"))
    symbol = names.get(duty)
    if duty and (symbol is None or symbol.kind != "duty"):
        at = (node.get("for") or node).position
        scope.problem(
            "unknown-duty", f"`{duty}` is no obligation of this policy", at, names.suggestion(duty, ("duty",))
        )
    return None if when is None else CutOff(clauses_of(node), when, duty)


def _days(node: Mapping, scope: Scope) -> MeetingDays:
    roll = node.get("if_not_working_day")
    word = text(roll)
    if roll is not None and word not in (*NON_WORKING, "not_stated"):
        scope.wrong_form(roll, listed((*NON_WORKING, "not_stated")))
    rule: NonWorkingDay = next((known for known in NON_WORKING if known == word), "keep")
    return MeetingDays(_meets(node.get("meets"), scope), rule, _hour(node, "starts", scope), _hour(node, "ends", scope))


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
    every = node.get("every")
    length = period(text(every)) or period(f"1 {text(every)}")
    days = one_or_many(node.get("day"))
    if length is None or length.unit not in ("weeks", "months"):
        scope.wrong_form(every or node, "`week`, `2 weeks` or `month`")
        return _UNKNOWN_DAYS
    if any(text(item) == "not_stated" for item in days):
        return DaysNotStated(length.unit)
    return _weekly(node, length.count, days, scope) if length.unit == "weeks" else _monthly(days, scope)


def _weekly(node: Mapping, every: int, days: tuple[Node, ...], scope: Scope) -> Meets:
    names = tuple(known for item in days for known in WEEKDAYS if known == text(item))
    _check_days(days, tuple(WEEKDAYS), scope, "a weekday")
    anchor = day(text(node.get("counting_from")))
    if every > 1 and anchor is None:
        scope.problem(
            "no-anchor",
            f"every {every} weeks has no week to count from",
            node.position,
            'add `counting_from: "2026-01-06"`',
        )
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
