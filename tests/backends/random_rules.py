"""Made-up sets of rules and truths, and the ten lines that say what each rule's answer then is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import All, Answer, Any, AtLeast, Constant, Fact, Not, OneOf
from carepanel.conditions.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from carepanel.conditions.ast import Condition, Leaf

LEAVES = tuple(OneOf(Fact(f"fact_{number}"), frozenset({True})) for number in range(24))


def kleene(condition: Condition, leaves: Mapping[Leaf, Truth], answers: Mapping[str, Truth]) -> Truth:
    """What a condition comes to, on the plainest reading of Kleene's tables."""
    parts = [kleene(part, leaves, answers) for part in getattr(condition, "parts", ())]
    match condition:
        case Constant(value=value):
            return Truth.YES if value else Truth.NO
        case Answer(rule=rule):
            return answers[rule]
        case Not(part=part):
            return (Truth.YES, Truth.NOT_KNOWN, Truth.NO)[kleene(part, leaves, answers)]
        case All():
            return Truth.NO if Truth.NO in parts else Truth.NOT_KNOWN if Truth.NOT_KNOWN in parts else Truth.YES
        case Any():
            return Truth.YES if Truth.YES in parts else Truth.NOT_KNOWN if Truth.NOT_KNOWN in parts else Truth.NO
        case AtLeast(count=count):
            if parts.count(Truth.YES) >= count:
                return Truth.YES
            return Truth.NO if len(parts) - parts.count(Truth.NO) < count else Truth.NOT_KNOWN
        case _:
            return leaves[condition]


def answers_of(rules: Mapping[str, Condition], leaves: Mapping[Leaf, Truth]) -> dict[str, Truth]:
    """The answer of every rule; each stands after those it uses."""
    answers: dict[str, Truth] = {}
    for rule, condition in rules.items():
        answers[rule] = kleene(condition, leaves, answers)
    return answers


def made_up_rules(random: Random, most: int = 120, depth: int = 4) -> dict[str, Condition]:
    """From one to `most` rules, each over the leaves and the answers of rules before it."""
    rules: dict[str, Condition] = {}
    for number in range(random.randint(1, most)):
        rules[f"rule_{number}"] = _condition(random, random.randint(0, depth), list(rules))
    return rules


def made_up_truths(random: Random) -> dict[Leaf, Truth]:
    """A truth for every leaf: in some cases nearly everything is known, in others next to nothing."""
    known, held = random.random(), random.random()
    return {
        leaf: Truth.NOT_KNOWN if random.random() > known else Truth.YES if random.random() < held else Truth.NO
        for leaf in LEAVES
    }


def _condition(random: Random, depth: int, earlier: list[str]) -> Condition:
    kind = random.random()
    if depth == 0 or kind < 0.15:
        if earlier and random.random() < 0.35:
            return Answer(random.choice(earlier))
        return Constant(random.random() < 0.5) if random.random() < 0.03 else random.choice(LEAVES)
    if kind < 0.3:
        return Not(_condition(random, depth - 1, earlier))
    number = random.choice((0, 1, 2, 2, 3, 3, 4, 6)) if depth > 1 else random.choice((1, 2, 3, 4, 8, 20))
    parts = tuple(_condition(random, depth - 1, earlier) for _ in range(number))
    if kind < 0.55:
        return All(parts)
    return Any(parts) if kind < 0.8 else AtLeast(random.randint(1, number + 1), parts[:8])
