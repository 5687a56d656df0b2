"""Rows of a first-match table: the fewest moves, and the same ones in both directions."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from carepanel.compare.rows import MANY, moved


def _pairs(order):
    return tuple(enumerate(order))


def _fewest(order):
    kept = max(
        size for size in range(len(order) + 1) if any(list(run) == sorted(run) for run in combinations(order, size))
    )
    return len(order) - kept


@given(st.permutations(range(7)))
def test_the_fewest_rows_move(order):
    found = moved(_pairs(order), lambda pair: str(sorted(pair)))
    assert len(found) == _fewest(order)
    left = [j for i, j in _pairs(order) if (i, j) not in found]
    assert left == sorted(left)


@given(st.permutations(range(7)))
def test_the_way_back_moves_the_same_rows(order):
    names = dict(zip(_pairs(order), "abcdefg", strict=True))
    back = tuple((j, i) for i, j in _pairs(order))
    there = moved(_pairs(order), lambda pair: names[pair])
    again = moved(back, lambda pair: names[pair[1], pair[0]])
    assert {(j, i) for i, j in there} == set(again)


def test_a_table_too_long_to_search_says_which_rows_stand_elsewhere():
    order = [MANY + 1, *range(MANY + 1)]
    assert moved(_pairs(order), str) == frozenset(_pairs(order))
