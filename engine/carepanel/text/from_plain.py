"""A document from plain values: what an embedding program hands over instead of a file."""

from __future__ import annotations

from collections.abc import Mapping as PlainMapping
from typing import TYPE_CHECKING

from carepanel.source import Position
from carepanel.text.document import Entry, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from carepanel.text.document import Plain

_DEEPEST = 24


def from_plain(value: PlainMapping[str, Plain], name: str) -> Mapping:
    """The document that a map of plain values stands for. Anything a document cannot hold becomes an empty map, which
    the schema then refuses at its place; so does anything nested deeper than a file may be.
    """
    found = _node(value, name, 0)
    assert isinstance(found, Mapping)  # noqa: S101 - a map in, a map out
    return found


def _node(value: Plain, name: str, depth: int) -> Node:
    here = Position(name, 1, 1)
    if depth > _DEEPEST:
        return Mapping((), here)
    match value:
        case bool() | int() | str():
            return Scalar(value, here, quoted=True)
        case PlainMapping():
            lines = (Entry(str(key), Position(f"{name}: {key}", 1, 1), _node(item, f"{name}: {key}", depth + 1)) for key, item in value.items())
            return Mapping(tuple(lines), here)
        case list() | tuple():
            return Sequence(tuple(_node(item, f"{name}[{i}]", depth + 1) for i, item in enumerate(value)), here)
        case _:
            return Mapping((), here)
