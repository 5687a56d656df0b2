"""Options that stand for themselves: where a reading gives no value for an option, its name is the value.

The schema sees only that a reading stands there. Here each such name is put in the place of its reading, and the entry
checked again, so that a name which is no value of the place is found whichever option is chosen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.conditions.scope import text
from carepanel.schema.validate import check
from carepanel.text.document import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingABC
    from typing import Any

    from carepanel.diagnostics import Diagnostic
    from carepanel.model.terms import Reading
    from carepanel.source import Position
    from carepanel.text.document import Entry, Node

_ANY_NAME_FITS = frozenset(
    [
        "actor",
        "or",
        "run_by",
        "of",
        "stands_in_for",
        "then",
        "title",
        "must",
        "should",
        "will",
        "usually",
        "may",
        "must_not",
        "trigger",
        "fulfilled_by",
        "waived_by",
        "cancelled_by",
    ]
)
"""Keys whose value may be any name, as far as the schema can tell: nothing is to be found there."""

_UNREAD = ("clauses", "readings", "parties", "facts", "events")


def misplaced_option_names(
    document: Mapping, readings: MappingABC[str, Reading], schema: dict[str, Any]
) -> Iterator[Diagnostic]:
    """A problem for each option whose name is taken as a value and cannot be one, under any choice of readings."""
    turn = 0
    while True:
        placed: dict[Position, tuple[str, str]] = {}
        changed = _with_names(document, readings, turn, placed)
        if not placed:
            return
        for problem in check(changed, schema):
            if problem.position in placed:
                yield _told(problem, *placed[problem.position])
        turn += 1


def _told(problem: Diagnostic, reading: str, option: str) -> Diagnostic:
    message = f"the option `{option}` of the reading `{reading}` has no value here, and its own name cannot be one"
    help_ = f"add `{option}: ...` under `values`"
    return replace(
        problem, code="option-as-value", message=message, help=f"{help_}; {problem.help}" if problem.help else help_
    )


def _with_names(
    document: Mapping, readings: MappingABC[str, Reading], turn: int, placed: dict[Position, tuple[str, str]]
) -> Mapping:
    """The document with the entries in which a name was placed, and of the rest only what the schema asks for."""
    kept = (_section(section, readings, turn, placed) for section in document.entries)
    return Mapping(tuple(section for section in kept if section is not None), document.position)


def _section(
    section: Entry, readings: MappingABC[str, Reading], turn: int, placed: dict[Position, tuple[str, str]]
) -> Entry | None:
    if section.key == "clauses":
        return replace(section, value=Mapping((), section.value.position))
    if section.key in _UNREAD:
        return None
    before = len(placed)
    match section.value:
        case Mapping(entries=entries) if section.key not in ("counting", "words", "in_force", "source"):
            parts = ((e, _placed(e.value, readings, turn, placed)) for e in entries)
            value: Node = Mapping(
                tuple(replace(e, value=new) for e, new in parts if new is not e.value), section.value.position
            )
        case Sequence(items=items):
            rows = ((row, _placed(row, readings, turn, placed)) for row in items)
            value = Sequence(tuple(new for row, new in rows if new is not row), section.value.position)
        case whole:
            return replace(section, value=_placed(whole, readings, turn, placed))
    return replace(section, value=value) if len(placed) > before else None


def _placed(
    node: Node,
    readings: MappingABC[str, Reading],
    turn: int,
    placed: dict[Position, tuple[str, str]],
    key: str = "",
) -> Node:
    """The node with the option of this turn in the place of each reading; the very same node where none was placed."""
    match node:
        case Mapping() if "reading" in node:
            return node if key in _ANY_NAME_FITS else _option(node, readings, turn, placed)
        case Mapping(entries=entries):
            lines = tuple(replace(e, value=_placed(e.value, readings, turn, placed, e.key)) for e in entries)
            same = all(new.value is old.value for new, old in zip(lines, entries, strict=True))
            return node if same else Mapping(lines, node.position)
        case Sequence(items=items):
            new_items = tuple(_placed(item, readings, turn, placed, key) for item in items)
            same = all(new is old for new, old in zip(new_items, items, strict=True))
            return node if same else Sequence(new_items, node.position)
        case _:
            return node


def _option(
    node: Mapping, readings: MappingABC[str, Reading], turn: int, placed: dict[Position, tuple[str, str]]
) -> Node:
    """The name of the option of this turn; when their turns are over, the readings within its values have theirs."""
    name, values = text(node.get("reading")), node.get("values")
    given = values if isinstance(values, Mapping) else Mapping((), node.position)
    options = readings[name].options if name in readings else {}
    misspelt = any(key not in options for key in given.keys())  # noqa: SIM118 - a document is no dict
    bare = [option for option in options if option not in given and not misspelt]
    if turn < len(bare):
        placed[node.position] = (name, bare[turn])
        return Scalar(bare[turn], node.position)
    inner = _placed(given, readings, turn - len(bare), placed)
    if inner is given:
        return node
    return Mapping(tuple(replace(e, value=inner) if e.key == "values" else e for e in node.entries), node.position)
