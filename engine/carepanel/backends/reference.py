"""The reference evaluator: what a condition means, stated once.

Every other reader of conditions is tested against this one. It is Kleene's strong three-valued logic: *and* is the
least
of its parts, *or* the greatest, *not* the mirror image; `at_least n` is the n-th greatest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import All, Answer, Any, AtLeast, Constant, Not
from carepanel.conditions.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from carepanel.conditions.ast import Condition, Leaf


def truth(condition: Condition, leaf: Callable[[Leaf], Truth], answer: Callable[[str], Truth]) -> Truth:
    """The truth of a condition, given the truth of each leaf and the answer of each rule it names."""

    def of(part: Condition) -> Truth:
        return truth(part, leaf, answer)

    match condition:
        case Constant(value=value):
            return Truth.of(value)
        case Answer(rule=rule):
            return answer(rule)
        case Not(part=part):
            return ~of(part)
        case All(parts=parts):
            return min(map(of, parts), default=Truth.YES)
        case Any(parts=parts):
            return max(map(of, parts), default=Truth.NO)
        case AtLeast(count=count, parts=parts):
            greatest_first = sorted(map(of, parts), reverse=True)
            return greatest_first[count - 1] if count <= len(parts) else Truth.NO
        case _:
            return leaf(condition)


def answers(rules: Mapping[str, Condition], leaf: Callable[[Leaf], Truth]) -> dict[str, Truth]:
    """The answer of every rule; each rule stands after the ones it uses."""
    found: dict[str, Truth] = {}
    for rule, condition in rules.items():
        found[rule] = truth(condition, leaf, found.__getitem__)
    return found
