"""Build a policy from its document: one choice of readings, everything else as written, every problem collected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.conditions.moments import MeetingMoment
from carepanel.conditions.scope import Scope, one_or_many, text
from carepanel.model.deadlines import Counting
from carepanel.model.definitions_from_document import names_of
from carepanel.model.entries import body, clauses_of, entries, moment_of, scope_of, title_of, when_of
from carepanel.model.meetings_from_document import panels
from carepanel.model.readings import TABLES
from carepanel.model.requirements_from_document import requirements
from carepanel.model.terms import Clause, Criterion, Definition, Row, Terms
from carepanel.model.times_from_document import day, parts_of_day
from carepanel.model.windows_from_document import date_in_window
from carepanel.text.document import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingABC
    from datetime import date

    from carepanel.conditions.names import Names
    from carepanel.diagnostics import Problems
    from carepanel.model.terms import ClauseKind, Requirement, Rule
    from carepanel.model.written import Written
    from carepanel.text.document import Entry, Node

CLAUSE_KINDS: tuple[ClauseKind, ...] = ("judgment", "guidance", "context", "external", "missing_source")


def terms(written: Written, choices: MappingABC[str, str], problems: Problems) -> Terms:
    """The policy under `choices` (reading to option; the file's own choice where a reading is left out).

    Whatever is wrong is written down in `problems`; the policy is fit for use only when that holds no error.
    """
    chosen = {name: reading.chosen for name, reading in written.readings.items()} | dict(choices)
    document = written.resolved(chosen, problems)
    names = names_of(document, written.vocabulary, problems)
    _check_in_force(document, Scope(names, problems))
    built = Terms(
        id=text(document.get("policy")),
        authority=text(document.get("authority")),
        title=text(document.get("title")),
        version=text(document.get("version")),
        in_force=_in_force(document.get("in_force")),
        source=_source(document.get("source")),
        fingerprint=written.fingerprint,
        vocabulary=written.vocabulary,
        counting=_counting(document),
        clauses={entry.key: clause_of(entry) for entry in entries(document, "clauses")},
        panels=panels(document, names, problems),
        definitions=tuple(_definitions(document, names, problems)),
        criteria=tuple(_criteria(document, names, problems)),
        tables={name: tuple(_rows(document, section, names, problems)) for section, name in TABLES.items()},  # type: ignore[misc]
        requirements=tuple(requirements(document, names, problems)),
        readings=written.readings,
        choices=chosen,
    )
    return _with_readings(built, written.standing)


def _in_force(node: Node | None) -> tuple[str, str]:
    written = node if isinstance(node, Mapping) else None
    return (
        (text(written.get("from")) or "not_stated", text(written.get("until")) or "not_stated")
        if written
        else ("not_stated",) * 2
    )


def _source(node: Node | None) -> str:
    return text(node.get("title")) if isinstance(node, Mapping) else ""


def _counting(document: Mapping) -> Counting:
    node = document.get("counting")
    written = node if isinstance(node, Mapping) else Mapping((), document.position)
    return Counting(
        working_days=tuple(text(node) for node in one_or_many(written.get("working_days"))),
        first_day="same_day" if text(written.get("first_day")) == "same_day" else "day_after",
        on_time="excluded" if text(written.get("exactly_on_time")) == "excluded" else "included",
        parts_of_day=tuple(sorted(parts_of_day(document))),
    )


def clause_of(entry: Entry) -> Clause:
    """The clause in an entry of `clauses`: a plain sentence is a duty, anything else says what it is."""
    if isinstance(entry.value, Mapping):
        for kind in CLAUSE_KINDS:
            if kind in entry.value:
                judge = text(entry.value.get("judged_by"))
                return Clause(entry.key, kind, text(entry.value.get(kind)), judge, entry.key_position)
    return Clause(entry.key, "rule", text(entry.value), position=entry.key_position)


def _definitions(document: Mapping, names: Names, problems: Problems) -> Iterator[Definition]:
    for entry in entries(document, "definitions"):
        node = body(entry)
        scope = scope_of(node, names, problems)
        when = date_in_window(node, scope) if "date" in node else when_of(node, scope)
        yield Definition(
            f"definitions.{entry.key}", title_of(node, entry.key), clauses_of(node), when, position=entry.key_position
        )


def _criteria(document: Mapping, names: Names, problems: Problems) -> Iterator[Criterion]:
    for entry in entries(document, "eligibility"):
        node = body(entry)
        when = when_of(node, scope_of(node, names, problems))
        yield Criterion(
            f"eligibility.{entry.key}", title_of(node, entry.key), clauses_of(node), when, position=entry.key_position
        )


def _rows(document: Mapping, section: str, names: Names, problems: Problems) -> Iterator[Row]:
    written = document.get(section)
    for number, node in enumerate(written.items if isinstance(written, Sequence) else (), start=1):
        if isinstance(node, Mapping):
            yield _row(f"{TABLES[section]}[{number}]", node, names, problems)


def _row(rule: str, node: Mapping, names: Names, problems: Problems) -> Row:
    scope = scope_of(node, names, problems)
    then = text(node.get("then"))
    heard_at = moment_of(node, "heard_at", scope)
    if heard_at is not None and not isinstance(heard_at, MeetingMoment):
        scope.wrong_form(node.get("heard_at") or node, "a meeting such as `panel` or `next panel`")
    if isinstance(heard_at, MeetingMoment) and (heard_at.which == "this") == ("after" in node):
        _next_and_after(node, scope)
    return Row(
        id=rule,
        title=title_of(node, then),
        clauses=clauses_of(node),
        when=when_of(node, scope),
        position=node.position,
        then=then,
        heard_at=heard_at if isinstance(heard_at, MeetingMoment) else None,
        after=moment_of(node, "after", scope),
    )


def _next_and_after(node: Mapping, scope: Scope) -> None:
    """Write down that `next` and `after` go together: each says nothing without the other."""
    if "after" in node:
        message = (
            f"`after` goes with a next meeting, and `{text(node.get('then'))}` is heard at the meeting of the case"
        )
        help_ = "write `heard_at: next ...`, or take `after` out"
        scope.problem("next-and-after", message, (node.get("after") or node).position, help_)
    else:
        message = "`heard_at` names the next meeting, and does not say after what"
        scope.problem("next-and-after", message, (node.get("heard_at") or node).position, "add `after` with a moment")


def _check_in_force(document: Mapping, scope: Scope) -> None:
    """Whether the days in force are days of the calendar, the first no later than the last."""
    node = document.get("in_force")
    written = [node.get(key) if isinstance(node, Mapping) else None for key in ("from", "until")]
    first, last = (_day_in_force(each, scope) for each in written)
    if first is not None and last is not None and last < first:
        message = "these terms cease to be in force before they begin"
        scope.problem("wrong-date", message, (written[1] or document).position, "correct `from` or `until`")


def _day_in_force(written: Node | None, scope: Scope) -> date | None:
    return None if written is None or text(written) == "not_stated" else day(written, scope)


def _with_readings(built: Terms, standing: MappingABC[str, tuple[str, ...]]) -> Terms:
    """Each rule with the readings it rests on: its own, its definitions', and how its word and its days are read."""
    words, counting, members = (standing.get(section, ()) for section in ("words", "counting", "membership"))

    def of_requirement(r: Requirement) -> tuple[str, ...]:
        strength = words if r.modality in ("will", "usually") else ()
        days = counting if r.deadline is not None else ()
        whole = members if r.section == "membership" else ()
        return (*standing.get(r.id, ()), *whole, *strength, *days)

    def of_rule(rule: Rule) -> tuple[str, ...]:
        return standing.get(rule.id, ())

    return replace(
        built,
        panels={p.id: replace(p, readings=standing.get(f"meetings.{p.id}", ())) for p in built.panels.values()},
        definitions=tuple(replace(d, readings=of_rule(d)) for d in built.definitions),
        criteria=tuple(replace(c, readings=of_rule(c)) for c in built.criteria),
        tables={
            name: tuple(replace(row, readings=of_rule(row)) for row in rows) for name, rows in built.tables.items()
        },
        requirements=tuple(replace(r, readings=of_requirement(r)) for r in built.requirements),
    )
