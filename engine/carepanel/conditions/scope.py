"""What a builder carries while it reads one entry: the names in force, where problems go, and the entry's clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.text.document import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carepanel.conditions.names import Names
    from carepanel.diagnostics import Problems
    from carepanel.source import Position
    from carepanel.text.document import Node


@dataclass(frozen=True, slots=True)
class Scope:
    """The surroundings of one entry. `clause` is its first clause, for messages."""

    names: Names
    problems: Problems
    clause: str = ""

    def problem(self, code: str, message: str, position: Position, help: str = "") -> None:
        """Write down an error found in this entry."""
        self.problems.add(code, message, position, help, self.clause)

    def wrong_form(self, node: Node, expected: str, help: str = "") -> None:
        """The node is not what may stand here."""
        if reading := undecided(node):
            message = f"the reading `{reading}` cannot be left undecided where {expected} is expected"
            self.problem("undecided-here", message, node.position, "choose one of its options")
            return
        self.problem("wrong-form", f"found {describe(node)} where {expected} is expected", node.position, help)


def describe(node: Node) -> str:
    """What a node is, in the author's words."""
    match node:
        case Scalar(value=bool(value)):
            return f"`{str(value).lower()}`"
        case Scalar(value=value):
            return f"`{value}`"
        case Sequence():
            return "a list"
        case Mapping(entries=entries) if entries:
            return f"a map with the key `{entries[0].key}`"
        case _:
            return "an empty map"


def text(node: Node | None) -> str:
    """The text of a scalar, or nothing."""
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else ""


def undecided(node: Node | None) -> str:
    """The name of the reading that leaves this value undecided, or nothing.

    A reading whose choice is `undecided` is put into the document as ``{undecided: NAME}``.
    """
    return text(node.get("undecided")) if isinstance(node, Mapping) and len(node.entries) == 1 else ""


def one_or_many(node: Node | None) -> tuple[Node, ...]:
    """A list's items, or the single node; nothing for nothing."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def listed(words: Iterable[str]) -> str:
    """Words as a reader lists them: `a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}" if quoted else "nothing"
