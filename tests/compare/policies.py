"""The pairs of small policies under ``tests/data/compare``, and policies made from others."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from carepanel import resources
from carepanel.conditions.vocabulary_from_document import vocabulary
from carepanel.diagnostics import Problems
from carepanel.loading import load, read_document, source_of
from carepanel.model.from_document import terms as build
from carepanel.model.readings import TABLES
from carepanel.model.written import written
from carepanel.text.document import Entry, Mapping, Sequence
from carepanel.text.yaml_ import read

if TYPE_CHECKING:
    from random import Random

    from carepanel.conditions.vocabulary import Vocabulary
    from carepanel.loading import Loaded
    from carepanel.model.terms import Terms
    from carepanel.text.document import Node

DATA = Path(__file__).parents[1] / "data" / "compare"
PAIRS = tuple(sorted(folder.name for folder in DATA.iterdir()))


@cache
def loaded(name: str) -> Loaded:
    """A sound policy by its name or path."""
    found, problems = load(source_of(name))
    assert found is not None, "\n".join(map(str, problems))
    return found


def terms(name: str) -> Terms:
    """Its terms under its own readings."""
    return _terms(name)


@cache
def _terms(name: str) -> Terms:
    return loaded(name).terms({}, Problems())


def document(name: str) -> Mapping:
    """What its file says."""
    return read_document(source_of(name))


def pair(name: str) -> tuple[Terms, Terms]:
    """The old and the new policy of a pair."""
    return terms(str(DATA / name / "old.yaml")), terms(str(DATA / name / "new.yaml"))


@cache
def _vocabulary() -> Vocabulary:
    found, _ = read(resources.shared_bytes("english_care_panels"), "the vocabulary")
    assert found is not None
    return vocabulary(found, Problems())


def made_from(document: Mapping) -> Terms | None:
    """The terms of a document; None where it cannot be built. Its shape is not checked, which would take a while."""
    problems = Problems()
    found = build(written(document, _vocabulary(), "made", problems), {}, problems)
    return None if any(problem.severity == "error" for problem in problems.found()) else found


def shuffled(document: Mapping, random: Random) -> Mapping:
    """The same document in another order: every map, and every list except the first-match tables."""
    entries = [
        Entry(
            line.key,
            line.key_position,
            _rows(line.value, random) if line.key in TABLES else _shuffled(line.value, random),
        )
        for line in document.entries
    ]
    random.shuffle(entries)
    return Mapping(tuple(entries), document.position)


def _rows(node: Node, random: Random) -> Node:
    assert isinstance(node, Sequence)
    return Sequence(tuple(_shuffled(row, random) for row in node.items), node.position)


def _shuffled(node: Node, random: Random) -> Node:
    match node:
        case Mapping(entries=lines, position=position):
            entries = [Entry(line.key, line.key_position, _shuffled(line.value, random)) for line in lines]
            random.shuffle(entries)
            return Mapping(tuple(entries), position)
        case Sequence(items=items, position=position):
            parts = [_shuffled(item, random) for item in items]
            random.shuffle(parts)
            return Sequence(tuple(parts), position)
        case _:
            return node
