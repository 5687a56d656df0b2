"""Read windows: a length of time before or after a moment, and what is looked for in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import ALWAYS, NEVER, Days, InRange, Inside, Window
from carepanel.conditions.from_document import attribute_condition
from carepanel.conditions.scope import listed, text
from carepanel.diagnostics import did_you_mean
from carepanel.model.entries import moment_of
from carepanel.model.times_from_document import fits, period

if TYPE_CHECKING:
    from carepanel.conditions.ast import Condition, Side, Take
    from carepanel.conditions.scope import Scope
    from carepanel.conditions.vocabulary import EventType
    from carepanel.text.document import Mapping, Node

_EXPECTED = "a length of time in days, weeks, months or years, such as `8 weeks`"


def window(node: Mapping, scope: Scope) -> Window | None:
    """The window that `within` and `before` or `after` describe; None, with the problem written down, where they do
    not.
    """
    written = node.get("within")
    length = period(text(written))
    side: Side = "before" if "before" in node else "after"
    moment = moment_of(node, side, scope)
    if written is None or length is None or moment is None:
        if written is not None and length is None:
            scope.wrong_form(written, _EXPECTED)
        return None
    match length.unit:
        case "hours" | "working_days":
            scope.wrong_form(written, _EXPECTED, "a window is made of whole days of the calendar")
            return None
        case unit:
            return Window(length.count, unit, moment, side) if fits(length, written, scope) else None


def date_in_window(node: Mapping, scope: Scope) -> Condition:
    """``{date: placement.ends_on, within: 8 weeks, after: panel}``: whether the day lies in the window."""
    moment, found = moment_of(node, "date", scope), window(node, scope)
    return NEVER if moment is None or found is None else InRange(Inside(moment, found), 1, None)


def days(node: Mapping, event: EventType, scope: Scope) -> Days | None:
    """``{days_of: short_break, from: began, to: ended, take: longest}``: a number of days."""
    first, last = (_date_attribute(node.get(key), event, scope) for key in ("from", "to"))
    where = node.get("where")
    tests = ALWAYS if where is None else attribute_condition(where, event, scope)
    found = window(node, scope) if "within" in node else None
    take: Take = "longest" if text(node.get("take")) == "longest" else "total"
    if first and first == last:
        message = f"`{first}` is both the first and the last day, so that each counts as one"
        help_ = "name in `to` the date on which it ended, or count the events with `count_of`"
        scope.problem("same-date-twice", message, (node.get("to") or node).position, help_)
        return None
    if not first or not last or (found is None and "within" in node):
        return None
    return Days(event.name, first, last, tests, take, found)


def _date_attribute(node: Node | None, event: EventType, scope: Scope) -> str:
    name = text(node)
    if event.carries.get(name) == "date":
        return name
    if node is not None:
        dates = [attribute for attribute, kind in event.carries.items() if kind == "date"]
        help_ = did_you_mean(name, dates) or (f"it carries {listed(dates)}" if dates else "it carries no date")
        message = f"`{event.name}` carries no date `{name}`"
        scope.problem("unknown-attribute", message, node.position, help_)
    return ""
