"""Broken copies of the shipped files: whatever is in them, a problem is named, nothing else is raised, and it is soon over."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from carepanel import CaseInvalid, resources
from carepanel.loading import Loaded, Source, load
from tests.examples import AUTHORITIES, EXAMPLES, policy

if TYPE_CHECKING:
    from collections.abc import Callable

PLANTED = "Quillfeather"
PIECES = [
    b"[",
    b"{",
    b"]",
    b"}",
    b":",
    b"- ",
    b"\n",
    b" ",
    b"\t",
    b"~",
    b"'",
    b'"',
    b"&a",
    b"*a",
    b"!!int",
    b"<<",
    b"12:00",
]
PIECES += [
    b"\x00",
    b"\xff",
    "\u200b".encode(),
    b"9" * 400,
    b"null",
    b"{reading: x}",
    b"not_stated",
    b"never",
    b"-1",
    b"1e9",
]


def broken(data: bytes, draw: random.Random) -> bytes:
    """One to three small damages: bytes changed, a piece put in, a line lost, doubled or moved."""
    for _ in range(draw.randint(1, 3)):
        lines = data.split(b"\n")
        line = draw.randrange(len(lines))
        place = draw.randrange(max(1, len(data)))
        match draw.randrange(5):
            case 0:
                data = data[:place] + bytes([draw.randrange(256)]) + data[place + 1 :]
            case 1:
                data = data[:place] + draw.choice(PIECES) + data[place:]
            case 2:
                data = b"\n".join([*lines[:line], *lines[line + 1 :]])
            case 3:
                data = b"\n".join([*lines[:line], lines[line], *lines[line:]])
            case _:
                words = data.split(b" ")
                word = draw.randrange(len(words))
                words[word] = draw.choice(words)
                data = b" ".join(words)
    return data


def policies(count: int, seed: int) -> None:
    draw = random.Random(seed)
    whole = [resources.policy_bytes(name) for name in AUTHORITIES]
    for _ in range(count):
        source = Source("policies/broken.yaml", broken(draw.choice(whole), draw))
        started = time.perf_counter()
        found, problems = load(source)
        assert isinstance(found, Loaded) or problems
        assert time.perf_counter() - started < 4


def cases(count: int, seed: int) -> None:
    draw = random.Random(seed)
    files = [(a, f.read_bytes()) for a in AUTHORITIES for f in sorted((EXAMPLES / "cases" / a).glob("*.yaml"))]
    for _ in range(count):
        authority, data = draw.choice(files)
        data = data.replace(b"true", PLANTED.encode(), 1) if draw.random() < 0.5 else data
        try:
            case = policy(authority).read_case(broken(data, draw), "case.yaml")
            policy(authority).answers(case, "2026-03-06T09:00")
        except CaseInvalid as error:
            assert PLANTED not in str(error)  # noqa: PT017 - it need not be raised


@pytest.mark.parametrize(("damage", "count"), [(policies, 150), (cases, 1500)])
def test_nothing_but_problems_comes_of_a_damaged_file(damage: Callable[[int, int], None], count: int) -> None:
    damage(count, 5)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100))
def test_nothing_but_problems_comes_of_a_hundred_thousand_damaged_files(seed: int) -> None:
    policies(100, seed)
    cases(900, seed)
