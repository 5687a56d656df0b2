"""Small readers shared by the builders of a policy's sections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from carepanel.conditions.ast import ALWAYS
from carepanel.conditions.from_document import condition
from carepanel.conditions.moments_from_document import moment, unknown_party
from carepanel.conditions.scope import Scope, one_or_many, text, undecided
from carepanel.text.document import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.ast import Condition
    from carepanel.conditions.moments import Moment
    from carepanel.conditions.names import Names
    from carepanel.diagnostics import Problems
    from carepanel.source import Position
    from carepanel.text.document import Entry, Node


_WORD = re.compile(r"[a-z][a-z0-9_]*")


def entries(document: Mapping, section: str) -> Iterator[Entry]:
    """The named entries of a section; none when it is left out."""
    node = document.get(section)
    return iter(node.entries if isinstance(node, Mapping) else ())


def body(entry: Entry) -> Mapping:
    """An entry's own map (an empty one where it has none, which the schema has reported)."""
    return entry.value if isinstance(entry.value, Mapping) else Mapping((), entry.key_position)


def place(document: Mapping, *path: str) -> Position:
    """Where the value under these keys stands, or the innermost one around it that is written, such as a reading."""
    node: Node = document
    for key in path:
        inner = node.get(key) if isinstance(node, Mapping) else None
        if inner is None:
            break
        node = inner
    return node.position


def clauses_of(node: Mapping) -> tuple[str, ...]:
    """The clause ids an entry cites."""
    return tuple(text(item) for item in one_or_many(node.get("clause")))


def scope_of(node: Mapping, names: Names, problems: Problems) -> Scope:
    """The scope of an entry: the names in force, and its first clause for messages."""
    cited = clauses_of(node)
    return Scope(names, problems, cited[0] if cited else "")


def when_of(node: Mapping, scope: Scope) -> Condition:
    """The entry's condition; always when it has none."""
    written = node.get("when")
    return ALWAYS if written is None else condition(written, scope)


def moment_of(node: Mapping, key: str, scope: Scope) -> Moment | None:
    """The moment under a key, or None when the key is left out."""
    written = node.get(key)
    return None if written is None else moment(written, scope)


def parties_of(node: Node | None, scope: Scope) -> tuple[str, ...]:
    """One party or several; `not_stated` is nobody named."""
    return tuple(name for item in one_or_many(node) if (name := _party(item, scope)))


def _party(node: Node, scope: Scope) -> str:
    name = text(node)
    if name == "not_stated":
        return ""
    if undecided(node):
        scope.wrong_form(node, "a party")
    elif name not in scope.names.parties:
        unknown_party(name, node.position, scope)
    return name


def title_of(node: Mapping, fallback: str) -> str:
    """The entry's title, or its name in plain words."""
    words = fallback.replace("_", " ")
    return text(node.get("title")) or words[:1].upper() + words[1:]


def words_in(node: Node | None) -> set[str]:
    """Every name a node is written with: its keys, and the words of its texts (``panel.cut_off`` is `panel` and
    `cut_off`).
    """
    match node:
        case Mapping(entries=lines):
            return {line.key for line in lines} | {word for line in lines for word in words_in(line.value)}
        case Sequence(items=items):
            return {word for item in items for word in words_in(item)}
        case Scalar(value=str(written)):
            return set(_WORD.findall(written))
        case _:
            return set()


def is_true(node: Node | None) -> bool:
    """Whether a scalar says `true`."""
    return isinstance(node, Scalar) and node.value is True
