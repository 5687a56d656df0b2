"""The trace: the reasoning as it was done, each step with its words and its clause.

The words of a program never change, so they are written once, as a sketch; a determination fills in the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.backends import prose
from carepanel.conditions.ast import Answer, children
from carepanel.conditions.truth import Truth
from carepanel.determine.determination import TraceNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.ast import Condition
    from carepanel.determine.determination import AnswerWord
    from carepanel.determine.evaluation import Evaluation
    from carepanel.program.program import Program


@dataclass(frozen=True, slots=True)
class Sketch:
    """A step of the reasoning without its answer."""

    rule: str
    clause: tuple[str, ...]
    words: str
    condition: Condition
    parts: tuple[Sketch, ...]


def sketches(program: Program) -> tuple[Sketch, ...]:
    """One tree for each conclusion a reader asks about: criteria, table rows and requirements, definitions inside
    them.
    """
    return tuple(_rule(rule, program) for rule in _shown(program))


def trace(drawn: tuple[Sketch, ...], evaluation: Evaluation) -> tuple[TraceNode, ...]:
    """The sketches of the program with the answers of one question."""
    return tuple(_filled(sketch, evaluation) for sketch in drawn)


def word(truth: Truth) -> AnswerWord:
    """An answer as the determination spells it."""
    return "yes" if truth is Truth.YES else "no" if truth is Truth.NO else "not_known"


def _filled(sketch: Sketch, evaluation: Evaluation) -> TraceNode:
    answer = word(evaluation.condition(sketch.condition))
    return TraceNode(sketch.rule, sketch.clause, sketch.words, answer, trace(sketch.parts, evaluation))


def _shown(program: Program) -> Iterator[str]:
    terms = program.terms
    rows = (row for table in terms.tables.values() for row in table)
    return (rule.id for rule in (*terms.criteria, *rows, *terms.requirements) if rule.id in program.rules)


def _rule(rule: str, program: Program) -> Sketch:
    clause = program.clauses.get(rule, ())
    condition = program.rules[rule]
    below = _node(condition, clause, program)
    return Sketch(rule, clause, prose.rule_name(rule, program.terms), condition, (below,))


def _node(condition: Condition, clause: tuple[str, ...], program: Program) -> Sketch:
    words = prose.condition(condition, program.terms)
    if isinstance(condition, Answer):
        own = program.clauses.get(condition.rule, clause)
        below = (_node(program.rules[condition.rule], own, program),) if _is_opened(condition.rule) else ()
        return Sketch(condition.rule, own, words, condition, below)
    parts = tuple(_node(part, clause, program) for part in children(condition))
    return Sketch("", clause, words, condition, parts)


def _is_opened(rule: str) -> bool:
    """Definitions and a row's own condition are shown inside the rule that uses them; the rest have trees of their
    own.
    """
    return rule.startswith("definitions.") or rule.endswith("].when")
