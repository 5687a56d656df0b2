"""The rows of a first-match table: which row became which, and which were moved. Only here has order a meaning."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from carepanel.compare.entry import Entry

Pair = tuple[int, int]
"""Where a row stands in the old table and in the new, counted from nought."""

MANY = 200
"""A table in which more rows than this change places is not searched for the fewest moves."""


def pairs(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Pair, ...]:
    """Which row became which: by all it says, by answer and clause, by answer, and last by clause and condition."""
    found: dict[int, int] = {}
    for key in (_everything, _answer_and_clause, _answer, _clause_and_condition):
        taken = set(found.values())
        left_old = [i for i in range(len(old)) if i not in found]
        left_new = [j for j in range(len(new)) if j not in taken]
        found |= _in_order(old, new, left_old, left_new, key)
    return tuple(sorted(found.items()))


def _in_order(
    old: Sequence[Entry], new: Sequence[Entry], left_old: list[int], left_new: list[int], key: Callable[[Entry], object]
) -> dict[int, int]:
    waiting: dict[object, list[int]] = defaultdict(list)
    for j in reversed(left_new):
        waiting[key(new[j])].append(j)
    return {i: waiting[key(old[i])].pop() for i in left_old if waiting.get(key(old[i]))}


def _value(row: Entry, field: str) -> object:
    return next(said.value for said in row.says if said.field == field)


def _everything(row: Entry) -> object:
    return tuple((said.field, said.value) for said in row.says)


def _answer_and_clause(row: Entry) -> object:
    return row.key, _value(row, "clause")


def _answer(row: Entry) -> object:
    return row.key


def _clause_and_condition(row: Entry) -> object:
    return _value(row, "clause"), _value(row, "when")


def moved(found: Sequence[Pair], names: Callable[[Pair], str]) -> frozenset[Pair]:
    """The fewest rows that must have changed places; of several such answers the one that `names` settles.

    `names` gives a pair the same name in whichever direction two policies are compared, so that the way back is the
    mirror of the way there.
    """
    places = sorted(j for _, j in found)
    order = [pair for pair, place in zip(sorted(found), places, strict=True) if pair[1] != place]
    if not order or len(order) > MANY:
        return frozenset(order)
    between = [pair for pair in sorted(found) if order[0] <= pair <= order[-1]]
    return frozenset(set(between) - _kept(between, names)) if len(between) <= MANY else frozenset(order)


def _kept(order: Sequence[Pair], names: Callable[[Pair], str]) -> set[Pair]:
    """The longest run of rows in unchanged order. Rows weigh powers of two, so no two runs weigh alike."""
    ranks = {pair: rank for rank, pair in enumerate(sorted(order, key=lambda pair: (names(pair), sorted(pair))))}
    best: list[tuple[int, int, set[Pair]]] = []
    for pair in order:
        before = [run for run, last in zip(best, order, strict=False) if last[1] < pair[1]]
        length, weight, run = max(before, key=lambda run: run[:2], default=(0, 0, set()))
        best.append((length + 1, weight + (1 << ranks[pair]), run | {pair}))
    return max(best, key=lambda run: run[:2], default=(0, 0, set()))[2]
