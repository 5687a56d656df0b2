"""What must hold across a whole policy: every duty cited, every citation real, no question answered twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import ALWAYS
from carepanel.conditions.scope import one_or_many, text
from carepanel.diagnostics import did_you_mean
from carepanel.model.readings import TABLES
from carepanel.text.document import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.diagnostics import Problems
    from carepanel.model.terms import Requirement, Terms
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
            help_ = "write its rule, or say what else it is: `judgment`, `guidance`, `context`, `external` or `missing_source`"
            problems.add("clause-uncited", message, clause.position, help_, clause.id)


def _judges_are_parties(policy: Terms, problems: Problems) -> None:
    known = {*policy.vocabulary.parties, *policy.panels, "not_stated"}
    for clause in policy.clauses.values():
        if clause.kind == "judgment" and clause.judged_by not in known and clause.position is not None:
            message = f"clause `{clause.id}` is judged by `{clause.judged_by}`, which is no party of this policy"
            problems.add("unknown-party", message, clause.position, did_you_mean(clause.judged_by, known), clause.id)


def _one_answer_for_each_party(policy: Terms, problems: Problems) -> None:
    seen: dict[str, Requirement] = {}
    for requirement in policy.of("membership", "attendance"):
        party = requirement.actor[0]
        if party in seen and requirement.position is not None:
            message = f"whether `{party}` attends is answered twice, here and by `{seen[party].id}`"
            problems.add(
                "answered-twice",
                message,
                requirement.position,
                "keep one of the two",
                requirement.clauses[0] if requirement.clauses else "",
            )
        seen.setdefault(party, requirement)


def _tables_end_openly(policy: Terms, problems: Problems) -> None:
    for rows in policy.tables.values():
        for row in rows[:-1]:
            if row.when == ALWAYS and row.position is not None:
                problems.add(
                    "row-never-reached",
                    f"the rows after `{row.id}` are never reached",
                    row.position,
                    "give it a `when`, or move it to the end",
                )
        if rows and rows[-1].when != ALWAYS and rows[-1].position is not None:
            problems.add(
                "table-without-end",
                f"`{rows[-1].id}` is the last row and has a `when`",
                rows[-1].position,
                "add a last row without one, so that every case has an answer",
            )
