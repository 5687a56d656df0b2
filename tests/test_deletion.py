"""Nothing in a shipped policy is idle: take any rule away, negate any condition, shift any deadline, and an example differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from carepanel.calendars.instants import parse_instant
from carepanel.conditions.ast import ALWAYS, NEVER, Not
from carepanel.determine.determine import Question as Asked
from carepanel.determine.evidence import Evidence
from carepanel.determine.meeting import choose
from carepanel.determine.summary import summary
from carepanel.loading import load, source_of
from carepanel.model.deadlines import (
    AtLeastBefore,
    EarliestOf,
    Every,
    LatestOf,
    Period,
    RelativeTo,
    WeekdayBefore,
    Within,
)
from carepanel.program.program import compile_terms
from tests.examples import AUTHORITIES, differences, policy, questions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time

    from carepanel.model.deadlines import Deadline
    from carepanel.model.terms import Terms
    from tests.examples import Question

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def loaded(authority: str) -> Any:
    found, _ = load(source_of(authority))
    assert found is not None
    return found


Readings = tuple[tuple[str, str], ...]


@cache
def ready(authority: str) -> dict[Readings, list[tuple[Question, Asked]]]:
    """The questions by the readings they are asked under, the policy's own first; each case read once."""
    asked = policy(authority)
    found: dict[Readings, list[tuple[Question, Asked]]] = {(): []}
    for q in questions(authority):
        put = Asked(asked.read_case(q.case), parse_instant(q.at), parse_instant(q.known_by or q.at))
        found.setdefault(tuple(sorted(q.readings.items())), []).append((q, put))
    return found


def answers(terms: Terms, authority: str, asked: Asked) -> dict[str, str]:
    evidence = Evidence(asked.case, compile_terms(terms), asked.at, asked.known_by)
    return summary(choose(evidence, loaded(authority).calendar))


def mutants(terms: Terms) -> Iterator[tuple[str, Terms]]:
    yield from _rules(terms)
    yield from _deadlines(terms)


def _rules(terms: Terms) -> Iterator[tuple[str, Terms]]:
    for name in ("criteria", "definitions"):
        rules = getattr(terms, name)
        for i, rule in enumerate(rules):
            if rule.id not in conditions_of(terms):
                continue
            for how, when in _conditions(rule.when):
                yield (
                    f"{rule.id} {how}",
                    replace(terms, **{name: (*rules[:i], replace(rule, when=when), *rules[i + 1 :])}),
                )
    for i, rule in enumerate(terms.requirements):
        if rule.per == "case":
            for how, when in _conditions(rule.when):
                changed = (*terms.requirements[:i], replace(rule, when=when), *terms.requirements[i + 1 :])
                yield f"{rule.id} {how}", replace(terms, requirements=changed)
    for name, rows in terms.tables.items():
        for i, row in enumerate(rows[:-1]):
            for how, when in _conditions(row.when):
                changed = (*rows[:i], replace(row, when=when), *rows[i + 1 :])
                yield f"{row.id} {how}", replace(terms, tables={**terms.tables, name: changed})


def conditions_of(terms: Terms) -> set[str]:
    """The definitions that are conditions, and the criteria: a definition of an age, a count or a moment has none."""
    named = {f"definitions.{symbol}" for symbol in terms_with_conditions(terms)}
    return named | {criterion.id for criterion in terms.criteria}


def terms_with_conditions(terms: Terms) -> set[str]:
    return {d.id.removeprefix("definitions.") for d in terms.definitions if d.when != ALWAYS}


def _conditions(when: Any) -> Iterator[tuple[str, Any]]:
    if when != NEVER:
        yield "removed", NEVER
    if when not in (ALWAYS, NEVER):
        yield "negated", Not(when)


def _deadlines(terms: Terms) -> Iterator[tuple[str, Terms]]:
    for i, rule in enumerate(terms.requirements):
        if rule.per == "case" and rule.deadline is not None:
            for how, deadline in shifted(rule.deadline):
                changed = (*terms.requirements[:i], replace(rule, deadline=deadline), *terms.requirements[i + 1 :])
                yield f"{rule.id} {how}", replace(terms, requirements=changed)
    for panel in terms.panels.values():
        if panel.cut_off is not None:
            for how, deadline in shifted(panel.cut_off.deadline):
                moved = replace(panel, cut_off=replace(panel.cut_off, deadline=deadline))
                yield f"cut-off of {panel.id} {how}", replace(terms, panels={**terms.panels, panel.id: moved})


def shifted(deadline: Deadline) -> Iterator[tuple[str, Deadline]]:
    """The deadline moved by the smallest step of its own unit."""
    match deadline:
        case Within(period=period, by=by):
            yield "one more", replace(deadline, period=Period(period.count + 1, period.unit))
            if by is not None:
                yield "a minute later", replace(deadline, by=_later(by))
        case AtLeastBefore(period=period, by=by):
            yield "one more", replace(deadline, period=Period(period.count + 1, period.unit))
            if by is not None:
                yield "a minute later", replace(deadline, by=_later(by))
        case WeekdayBefore(weekday=weekday, at=at):
            yield "a day later", replace(deadline, weekday=WEEKDAYS[(WEEKDAYS.index(weekday) + 1) % 7])
            if at is not None:
                yield "a minute later", replace(deadline, at=_later(at))
        case RelativeTo(relation=relation):
            yield "strictness", replace(deadline, relation="by" if relation == "before" else "before")
        case Every(period=period):
            yield "one more", replace(deadline, period=Period(period.count + 1, period.unit))
        case EarliestOf(deadlines=parts) | LatestOf(deadlines=parts):
            for n, part in enumerate(parts):
                for how, other in shifted(part):
                    yield how, replace(deadline, deadlines=(*parts[:n], other, *parts[n + 1 :]))
        case _:
            return


def _later(clock: time) -> time:
    return (datetime(2000, 1, 1, clock.hour, clock.minute) + timedelta(minutes=1)).time()


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_rule_condition_and_deadline_is_needed_by_an_example(authority: str) -> None:
    idle: set[str] | None = None
    for readings, asked in ready(authority).items():
        terms = loaded(authority).terms(dict(readings), _problems())
        assert [str(q) for q, put in asked if differences(q.expect, answers(terms, authority, put))] == []
        changed = {name: found for name, found in mutants(terms) if idle is None or name in idle}
        unnoticed = {name for name, found in changed.items() if not noticed(found, authority, asked)}
        idle = unnoticed if idle is None else (idle - changed.keys()) | unnoticed
        if not idle:
            break
    assert idle == set()


def noticed(changed: Terms, authority: str, asked: list[tuple[Question, Asked]]) -> bool:
    for place, (question, put) in enumerate(asked):
        if differences(question.expect, answers(changed, authority, put)):
            # what tells one apart often tells its neighbours apart: it is asked first next time
            asked.insert(0, asked.pop(place))
            return True
    return False


def _problems() -> Any:
    from carepanel.diagnostics import Problems

    return Problems()
