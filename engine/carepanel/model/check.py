"""What must hold across a whole policy: every duty cited, every citation real, no question answered twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import ALWAYS
from carepanel.conditions.moments import AllMoments, AnyMoment, MeetingMoment
from carepanel.conditions.scope import one_or_many, text
from carepanel.diagnostics import did_you_mean
from carepanel.model.deadlines import Undecided, moments
from carepanel.model.entries import entries, place, words_in
from carepanel.model.keepable import deadlines_can_be_met
from carepanel.model.readings import TABLES
from carepanel.model.triggers import triggers_can_come
from carepanel.text.document import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.moments import Moment
    from carepanel.diagnostics import Problems
    from carepanel.model.terms import Requirement, Row, Rule, Terms
    from carepanel.source import Position
    from carepanel.text.document import Node


def check_policy(policy: Terms, document: Mapping, problems: Problems) -> None:
    """Write down everything that is wrong with a policy taken as a whole."""
    cited = tuple(citations(document))
    _citations_exist(policy, cited, problems)
    _duties_are_cited(policy, {clause for clause, rule, _ in cited if not rule.startswith("readings.")}, problems)
    _judges_are_parties(policy, problems)
    _one_answer_for_each_party(policy, problems)
    _tables_end_openly(policy, problems)
    _definitions_are_used(document, problems)
    _documents_stand_for_others(policy, problems)
    triggers_can_come(policy, problems)
    deadlines_can_be_met(policy, document, problems)
    _cut_offs_bind_their_duties(policy, document, problems)


def citations(document: Mapping) -> Iterator[tuple[str, str, Position]]:
    """Every citation as ``(clause, what cites it, where)``: rules, panels, cut-offs, quorums, definitions and
    readings.
    """
    for section in document.entries:
        if section.key == "clauses":
            continue
        match section.value:
            case Mapping(entries=lines):
                for line in lines:
                    yield from _cited_below(line.value, f"{section.key}.{line.key}")
            case Sequence(items=rows):
                for number, row in enumerate(rows, start=1):
                    yield from _cited_below(row, f"{TABLES.get(section.key, section.key)}[{number}]")
            case _:
                continue


def _cited_below(node: Node, rule: str) -> Iterator[tuple[str, str, Position]]:
    match node:
        case Mapping(entries=lines):
            for item in one_or_many(node.get("clause")):
                yield text(item), rule, item.position
            for line in lines:
                if line.key != "clause":
                    yield from _cited_below(line.value, rule)
        case Sequence(items=items):
            for item in items:
                yield from _cited_below(item, rule)
        case _:
            return


def _citations_exist(policy: Terms, cited: tuple[tuple[str, str, Position], ...], problems: Problems) -> None:
    for clause, rule, position in cited:
        if clause not in policy.clauses:
            help_ = did_you_mean(clause, policy.clauses) or "add it under `clauses`, or cite another"
            problems.add(
                "clause-missing", f"`{rule}` cites `{clause}`, which is no clause of this policy", position, help_
            )


def _duties_are_cited(policy: Terms, cited: set[str], problems: Problems) -> None:
    for clause in policy.clauses.values():
        if clause.kind == "rule" and clause.id not in cited and clause.position is not None:
            message = f"clause `{clause.id}` is a duty that no rule cites"
            what_else = "`judgment`, `guidance`, `context`, `external` or `missing_source`"
            help_ = f"write its rule, or say what else it is: {what_else}"
            problems.add("clause-uncited", message, clause.position, help_, clause.id)


def _judges_are_parties(policy: Terms, problems: Problems) -> None:
    known = {*policy.vocabulary.parties, *policy.panels, "not_stated"}
    for clause in policy.clauses.values():
        if clause.kind == "judgment" and clause.judged_by not in known and clause.position is not None:
            message = f"clause `{clause.id}` is judged by `{clause.judged_by}`, which is no party of this policy"
            help_ = did_you_mean(clause.judged_by, known) or "add it under `parties`, or correct the name"
            problems.add("unknown-party", message, clause.position, help_, clause.id)


def _one_answer_for_each_party(policy: Terms, problems: Problems) -> None:
    seen: dict[str, Requirement] = {}
    for requirement in policy.of("membership", "attendance"):
        party = requirement.actor[0]
        if party in seen and requirement.position is not None:
            message = f"whether `{party}` attends is answered here and by `{seen[party].id}`"
            problems.add(
                "answered-twice",
                message,
                requirement.position,
                "keep one of the two",
                _first(requirement),
            )
        seen.setdefault(party, requirement)


def _tables_end_openly(policy: Terms, problems: Problems) -> None:
    for rows in policy.tables.values():
        for number, row in enumerate(rows[:-1]):
            _is_reached(row, rows[:number], problems)
        if rows and rows[-1].when != ALWAYS and rows[-1].position is not None:
            message = f"the last row, `{rows[-1].then}`, has a `when`, so that some cases have no answer"
            problems.add(
                "table-without-end", message, rows[-1].position, "add a last row without one", _first(rows[-1])
            )


def _is_reached(row: Row, earlier: tuple[Row, ...], problems: Problems) -> None:
    """Whether the rows after this one, which is not the last, and this one itself can ever answer."""
    if row.position is None:
        return
    same = next((before for before in earlier if before.when == row.when), None)
    if row.when == ALWAYS:
        message = f"the rows below `{row.then}` are never reached, as it holds for every case"
        problems.add("row-never-reached", message, row.position, "give it a `when`, or move it to the end", _first(row))
    elif same is not None:
        message = f"`{row.then}` is never reached: `{same.then}` stands above it with the same `when`"
        problems.add(
            "row-never-reached", message, row.position, "correct one of the two, or take this out", _first(row)
        )


def _definitions_are_used(document: Mapping, problems: Problems) -> None:
    used = {section.key: _names_used(section.value) for section in document.entries if section.key not in _UNREAD}
    used.pop("definitions", None)
    used |= {f"definitions.{entry.key}": _names_used(entry.value) for entry in entries(document, "definitions")}
    for entry in entries(document, "definitions"):
        if not any(entry.key in names for place, names in used.items() if place != f"definitions.{entry.key}"):
            cited = one_or_many(entry.value.get("clause")) if isinstance(entry.value, Mapping) else ()
            clause = text(cited[0]) if cited else ""
            message = f"no rule uses the definition `{entry.key}`"
            problems.warn("unused-definition", message, entry.key_position, "use it, or take it out", clause)


_UNREAD = frozenset({"clauses", "readings", "parties", "facts", "events", "title", "authority", "source"})
_PROSE = frozenset({"title", "must", "should", "will", "usually", "may", "must_not", "outcomes", "clause"})


def _names_used(node: Node) -> set[str]:
    """The names that the lines of a rule use; its sentences may hold the same words and do not count."""
    match node:
        case Mapping(entries=lines):
            read = [line for line in lines if line.key not in _PROSE]
            return {line.key for line in read}.union(*(_names_used(line.value) for line in read))
        case Sequence(items=items):
            return set[str]().union(*(_names_used(item) for item in items))
        case _:
            return words_in(node)


def _documents_stand_for_others(policy: Terms, problems: Problems) -> None:
    for requirement in policy.of("documents"):
        if requirement.stands_in_for == requirement.name and requirement.position is not None:
            message = f"`{requirement.name}` stands in for itself"
            help_ = "name the other document that it counts as, or take `stands_in_for` out"
            problems.add("stands-in-for-itself", message, requirement.position, help_, _first(requirement))


def _cut_offs_bind_their_duties(policy: Terms, document: Mapping, problems: Problems) -> None:
    """Write down each duty that must be done by a cut-off and is itself due by something else."""
    duties = {duty.name: duty for duty in policy.of("obligations")}
    for panel in policy.panels.values():
        cut_off = panel.cut_off
        duty = duties.get(cut_off.duty) if cut_off is not None else None
        if cut_off is None or duty is None or duty.deadline is None or isinstance(duty.deadline, Undecided):
            continue
        named = any(_is_cut_off_of(panel.id, moment) for moment in moments(duty.deadline))
        if not named and duty.deadline not in cut_off.deadlines:
            message = f"`{duty.name}` must be done by the cut-off of `{panel.id}`, and its own deadline is another"
            help_ = f"write `{{by: {panel.id}.cut_off}}` as its deadline, or name another duty in `for`"
            at = place(document, "meetings", panel.id, "cut_off", "for")
            problems.add("due-by-no-cut-off", message, at, help_, _first(duty))


def _is_cut_off_of(panel: str, moment: Moment) -> bool:
    match moment:
        case MeetingMoment(meeting=meeting, part="cut_off"):
            return meeting == panel
        case AnyMoment(parts=parts) | AllMoments(parts=parts):
            return any(_is_cut_off_of(panel, part) for part in parts)
        case _:
            return False


def _first(rule: Rule) -> str:
    return rule.clauses[0] if rule.clauses else ""
