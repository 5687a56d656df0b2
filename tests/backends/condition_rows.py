"""The reader of `tests/data/conditions.yaml`: conditions written as nested lists over leaves called by a letter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from carepanel.conditions.ast import All, Answer, Any, AtLeast, Constant, Fact, Not, OneOf
from carepanel.conditions.truth import Truth

if TYPE_CHECKING:
    from carepanel.conditions.ast import Condition, Leaf

ROWS = Path(__file__).parents[1] / "data" / "conditions.yaml"
TESTED = "the row's own condition"
TRUTHS = {truth.word: truth for truth in Truth}


@dataclass(frozen=True)
class Row:
    """A row: its rules, the last of which is `TESTED`, the truth of every leaf, and the answer of `TESTED`."""

    name: str
    rules: dict[str, Condition]
    truths: dict[Leaf, Truth]
    expected: Truth


def read_rows() -> list[Row]:
    """Every row of the file; a row with an unknown or missing key, or a leaf without a truth, is an error."""
    rows = [_read(plain) for plain in yaml.load(ROWS.read_text("utf-8"), Loader=yaml.BaseLoader)]  # noqa: S506
    assert len({row.name for row in rows}) == len(rows), "two rows share a name"
    return rows


def leaf(letter: str) -> Leaf:
    assert len(letter) == 1, f"`{letter}` is not a letter"
    assert letter.islower(), f"`{letter}` is not a letter"
    return OneOf(Fact(letter), frozenset({True}))


def read_condition(plain: str | list) -> Condition:
    """``[all, a, [not, b]]`` as a condition."""
    match plain:
        case "always" | "never":
            return Constant(plain == "always")
        case str():
            return leaf(plain)
        case ["answer", rule]:
            return Answer(rule)
        case ["not", part]:
            return Not(read_condition(part))
        case ["all", *parts]:
            return All(tuple(map(read_condition, parts)))
        case ["any", *parts]:
            return Any(tuple(map(read_condition, parts)))
        case ["at_least", count, *parts]:
            return AtLeast(int(count), tuple(map(read_condition, parts)))
    raise AssertionError(plain)


def _read(plain: dict) -> Row:
    assert {"row", "condition", "truths", "expect"} <= plain.keys() <= {"row", "rules", "condition", "truths", "expect"}
    rules = {rule: read_condition(condition) for rule, condition in plain.get("rules", {}).items()}
    return Row(
        name=plain["row"],
        rules={**rules, TESTED: read_condition(plain["condition"])},
        truths={leaf(letter): TRUTHS[word] for letter, word in plain["truths"].items()},
        expected=TRUTHS[plain["expect"]],
    )
