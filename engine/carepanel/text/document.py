"""The document: what a file says, with the place where it says it. The same whether it was written as YAML or as JSON.

A document holds text, whole numbers, true or false, lists and maps, and nothing else. Where something stands, and
whether it was in quotation marks, never affects equality: two documents that say the same are equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, KeysView

    from carepanel.source import Position

Step = str | int
Plain = Any  # dict, list, str, int or bool: the shape the JSON Schema validator reads


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A text, a whole number, or true or false. `quoted` is also true of block text (``|`` and ``>``)."""

    value: str | int | bool
    position: Position
    quoted: bool = False

    # Python holds that True equals 1; a policy does not.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scalar) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[type, str | int | bool]:
        return type(self.value), self.value


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a map: its key, where the key stands, and its value."""

    key: str
    key_position: Position = field(compare=False)
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """A map from text to nodes, its entries in the order of the file and each key once."""

    entries: tuple[Entry, ...]
    position: Position = field(compare=False)
    _by_key: dict[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {entry.key: entry for entry in self.entries})

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def keys(self) -> KeysView[str]:
        """The keys, in the order of the file."""
        return self._by_key.keys()

    def entry(self, key: str) -> Entry | None:
        """The line with this key, if there is one."""
        return self._by_key.get(key)

    def get(self, key: str) -> Node | None:
        """The value under this key, if there is one."""
        entry = self._by_key.get(key)
        return entry.value if entry else None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes, in the order of the file."""

    items: tuple[Node, ...]
    position: Position = field(compare=False)


Node = Scalar | Mapping | Sequence


def plain(node: Node) -> Plain:
    """The same content as Python's own dict, list, str, int and bool, without positions."""
    match node:
        case Scalar():
            return node.value
        case Mapping():
            return {entry.key: plain(entry.value) for entry in node.entries}
        case Sequence():
            return [plain(item) for item in node.items]


def at_path(node: Node, path: Iterable[Step]) -> Node:
    """The node that a path of keys and list indices leads to. A path that leads nowhere raises LookupError."""
    return reduce(_step, path, node)


def key_position(node: Node, path: Iterable[Step]) -> Position:
    """Where the thing at this path is named: its key if it has one, otherwise where it starts."""
    steps = tuple(path)
    if not steps:
        return node.position
    parent, last = at_path(node, steps[:-1]), steps[-1]
    entry = parent.entry(last) if isinstance(parent, Mapping) and isinstance(last, str) else None
    return entry.key_position if entry else _step(parent, last).position


def _step(node: Node, step: Step) -> Node:
    if isinstance(node, Mapping) and isinstance(step, str) and (found := node.get(step)) is not None:
        return found
    if isinstance(node, Sequence) and isinstance(step, int):
        return node.items[step]
    raise LookupError(step)
