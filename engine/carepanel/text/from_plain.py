"""A document from plain values: what an embedding program hands over instead of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping as PlainMapping
from typing import TYPE_CHECKING

from carepanel.source import Position
from carepanel.text.document import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from carepanel.text.document import Node, Plain

_DEEPEST = 24
_NAME = re.compile(r"case|facts|events|history_complete_since|event|at|recorded_at|[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


def from_plain(value: PlainMapping[str, Plain], name: str) -> Mapping:
    """The document that a map of plain values stands for. Anything a document cannot hold becomes an empty map, which
    the schema then refuses at its place; so does anything nested deeper than a file may be.
    """
    return _map(value, name, 0)


def _node(value: Plain, name: str, depth: int) -> Node:
    here = Position(name, 1, 1)
    if depth > _DEEPEST:
        return Mapping((), here)
    match value:
        case bool() | int() | str():
            return Scalar(value, here, quoted=True)
        case PlainMapping():
            return _map(value, name, depth)
        case list() | tuple():
            return Sequence(tuple(_node(item, f"{name}[{i}]", depth + 1) for i, item in enumerate(value)), here)
        case _:
            return Mapping((), here)


def _map(value: PlainMapping[str, Plain], name: str, depth: int) -> Mapping:
    return Mapping(tuple(_entry(key, item, name, depth) for key, item in value.items()), Position(name, 1, 1))


def _entry(key: object, value: Plain, name: str, depth: int) -> Entry:
    """A line of a map. Its place is its path; a key that a case file does not have, or no fact could, is not
    repeated.
    """
    word = str(key)
    where = f"{name}: {word}" if _NAME.fullmatch(word) else f"{name}: a key"
    return Entry(word, Position(where, 1, 1), _node(value, where, depth + 1))
