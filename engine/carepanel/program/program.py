"""The compiled form of a policy: every conclusion a named condition, tables turned into exclusive rows.

A table of rows becomes, for each row, ``kind[2]`` (the row is the one that holds: its own condition does and no earlier
row's does), ``kind[2].passed`` (neither does) and, for each answer, ``kind.decision`` (some row that says so holds). In
three-valued logic a row whose condition is not known then leaves every later row not known, which is what "the first
row that fits" means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.conditions.ast import ALWAYS, All, Answer, Any, Happened, Not, answers, leaves
from carepanel.program.order import in_order_of_use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from carepanel.conditions.ast import Condition, Leaf
    from carepanel.conditions.vocabulary import BelongsTo
    from carepanel.model.terms import Requirement, Row, Terms


@dataclass(frozen=True, slots=True)
class Program:
    """`rules`: conclusion id to condition, each after the ones it uses. Ids are the policy's rule ids, with
    ``ROW.when`` for a row's own condition, ``ROW.passed`` where no row so far holds, ``TABLE.THEN`` for an answer and
    ``eligibility`` for any criterion.
    `clauses`: conclusion id to the clauses behind it; `leaves`: every leaf of the rules, each once. `belongs_to`: of
    what each event, and each decision by its name, tells when a case comes before its panel again.
    """

    terms: Terms
    rules: Mapping[str, Condition]
    clauses: Mapping[str, tuple[str, ...]]
    leaves: tuple[Leaf, ...]
    belongs_to: Mapping[str, BelongsTo]


def compile_terms(terms: Terms) -> Program:
    """The program of a policy. Raises `CircularRules` when rules are defined by each other in a circle."""
    rules = dict(conclusions(terms))
    order = in_order_of_use({name: frozenset(answers(condition)) for name, condition in rules.items()})
    found = dict.fromkeys(leaf for condition in rules.values() for leaf in leaves(condition))
    return Program(
        terms, {name: rules[name] for name in order}, dict(_clauses(terms)), tuple(found), dict(_belongs_to(terms))
    )


def _belongs_to(terms: Terms) -> Iterator[tuple[str, BelongsTo]]:
    for event in terms.vocabulary.events.values():
        yield event.name, event.belongs_to
    for decision in terms.of("decisions"):
        at_the_panel = decision.trigger is None and not terms.panels.keys().isdisjoint(decision.actor)
        yield decision.name, "hearing" if at_the_panel else "presentation"


def _clauses(terms: Terms) -> Iterator[tuple[str, tuple[str, ...]]]:
    for rule in (*terms.definitions, *terms.criteria, *terms.requirements):
        yield rule.id, rule.clauses
    for row in (row for rows in terms.tables.values() for row in rows):
        yield row.id, row.clauses
        yield f"{row.id}.when", row.clauses


def conclusions(terms: Terms) -> Iterator[tuple[str, Condition]]:
    """Every conclusion of a policy with its condition, in the order of the file."""
    for definition in terms.definitions:
        yield definition.id, definition.when
    for criterion in terms.criteria:
        yield criterion.id, criterion.when
    yield "eligibility", Any(tuple(Answer(criterion.id) for criterion in terms.criteria))
    for name, rows in terms.tables.items():
        yield from _table(name, rows)
    for requirement in terms.requirements:
        if requirement.per == "case":
            yield requirement.id, _arises(requirement)


def _table(name: str, rows: tuple[Row, ...]) -> Iterator[tuple[str, Condition]]:
    reached: Condition = ALWAYS
    for row in rows:
        own = Answer(f"{row.id}.when")
        yield own.rule, row.when
        yield row.id, own if reached == ALWAYS else All((reached, own))
        passed = Not(own)
        yield f"{row.id}.passed", passed if reached == ALWAYS else All((reached, passed))
        reached = Answer(f"{row.id}.passed")
    for then in dict.fromkeys(row.then for row in rows):
        yield f"{name}.{then}", Any(tuple(Answer(row.id) for row in rows if row.then == then))


def _arises(requirement: Requirement) -> Condition:
    """A requirement arises when its condition holds and its trigger has come."""
    if requirement.trigger is None:
        return requirement.when
    triggered = Happened(requirement.trigger)
    return triggered if requirement.when == ALWAYS else All((requirement.when, triggered))
