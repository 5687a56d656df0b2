"""Folding: a condition without the parts that a constant decides.

Under one choice of readings some conditions are `always` or `never`. A reader that has a part of its own for every
connective need not carry those that can make no difference; the meaning is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import ALWAYS, NEVER, All, Answer, Any, AtLeast, Constant, Not

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carepanel.conditions.ast import Condition


def folded(rules: Mapping[str, Condition]) -> dict[str, Condition]:
    """The rules with every constant part folded away, through the answers of other rules too; each rule stands after
    those it uses, and every rule is still there.
    """
    found: dict[str, Condition] = {}
    for name, condition in rules.items():
        found[name] = _fold(condition, found)
    return found


def _fold(condition: Condition, rules: Mapping[str, Condition]) -> Condition:
    match condition:
        case Answer(rule=rule):
            known = rules[rule]
            return known if isinstance(known, Constant) else condition
        case Not(part=part):
            inner = _fold(part, rules)
            return Constant(not inner.value) if isinstance(inner, Constant) else Not(inner)
        case All(parts=parts):
            return _joined([_fold(part, rules) for part in parts], neutral=True)
        case Any(parts=parts):
            return _joined([_fold(part, rules) for part in parts], neutral=False)
        case AtLeast(count=count, parts=parts):
            return _counted(count, [_fold(part, rules) for part in parts])
        case _:
            return condition


def _joined(parts: list[Condition], *, neutral: bool) -> Condition:
    """The parts joined by *and* (whose neutral part is `always`) or by *or* (whose neutral part is `never`)."""
    if Constant(not neutral) in parts:
        return Constant(not neutral)
    left = tuple(part for part in parts if part != Constant(neutral))
    if len(left) == 1:
        return left[0]
    if not left:
        return Constant(neutral)
    return All(left) if neutral else Any(left)


def _counted(count: int, parts: list[Condition]) -> Condition:
    needed = count - sum(part == ALWAYS for part in parts)
    left = tuple(part for part in parts if not isinstance(part, Constant))
    if needed <= 0:
        return ALWAYS
    return NEVER if needed > len(left) else AtLeast(needed, left)
