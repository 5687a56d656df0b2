"""What changed between two policies, entry by entry: meanings are compared, never how a file is laid out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.compare.change import SECTIONS, Change, Comparison, FieldChange, Side
from carepanel.compare.declared import declared, place
from carepanel.compare.entry import Reader
from carepanel.compare.renames import NAMESPACES, renames
from carepanel.compare.rows import moved, pairs
from carepanel.compare.ruled import ruled, tables
from carepanel.model.readings import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carepanel.compare.change import ChangeKind
    from carepanel.compare.entry import Entry, Said
    from carepanel.compare.normal import Normal
    from carepanel.model.terms import Terms


_BEARING = ("chosen", "strength")
"""The fields on which rules elsewhere rest: the option of a reading, the strength of a word."""


def compare(old: Terms, new: Terms) -> Comparison:
    """Two policies and every change from the old to the new."""
    return Comparison(_side(old), _side(new), changes(old, new))


def changes(old: Terms, new: Terms) -> tuple[Change, ...]:
    """Every change from the old policy to the new, each under the readings that it chose.

    Two policies that say the same have none, whatever their layout, comments and order of maps. The changes of the way
    back are the mirror of those of the way there.
    """
    before, after = Reader(old, renames(old, new)), Reader(new, {})
    found = [*_entries(before, after), *_rows(before, after)]
    return tuple(sorted((change for change in found if change is not None), key=_place))


def _side(terms: Terms) -> Side:
    return Side(terms.id, terms.authority, terms.title, terms.version, terms.fingerprint)


def _place(change: Change) -> tuple[object, ...]:
    """By section, then by clause as people number them (6.4a, 6.10), then by name; rows stay in their order."""
    if change.section in TABLES:
        return (SECTIONS.index(change.section),)
    clause = change.clause[0] if change.clause else ""
    return SECTIONS.index(change.section), _natural(clause), _natural(change.id), change.kind


def _natural(written: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d+|\D+", written))


def _entries(before: Reader, after: Reader) -> Iterator[Change | None]:
    old = {(entry.section, entry.key): entry for entry in (*declared(before), *ruled(before))}
    new = {(entry.section, entry.key): entry for entry in (*declared(after), *ruled(after))}
    for key in old.keys() | new.keys():
        change = _change(old.get(key), new.get(key))
        if change is not None and change.kind == "changed" and any(line.field in _BEARING for line in change.fields):
            change = replace(change, bears_on=_bearing(old[key], new[key], before.terms, after.terms))
        yield change


def _rows(before: Reader, after: Reader) -> Iterator[Change | None]:
    theirs = tables(after)
    for section, rows in tables(before).items():
        yield from _table(rows, theirs[section])


def _table(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Change | None]:
    found = pairs(old, new)
    replaced = moved(found, lambda pair: " ".join(sorted((old[pair[0]].id, new[pair[1]].id))))
    was = {j: i for i, j in found}
    for number, row in enumerate(new):
        here, there = _at(was.get(number), old), _at(number, new)
        place_ = (FieldChange("place", here, there),) if here is None or (was[number], number) in replaced else ()
        yield _change(old[was[number]] if number in was else None, row, place_)
    kept = set(was.values())
    for number, row in enumerate(old):
        if number not in kept:
            yield _change(row, None, (FieldChange("place", _at(number, old), None),))


def _at(number: int | None, rows: Sequence[Entry]) -> str | None:
    return None if number is None else f"{number + 1} of {len(rows)}"


def _change(old: Entry | None, new: Entry | None, more: tuple[FieldChange, ...] = ()) -> Change | None:
    """The change from one entry to another, None if they say the same."""
    shown = new or old
    if shown is None:  # pragma: no cover - one of the two is always there
        return None
    kind: ChangeKind = "changed"
    if old is None or new is None:
        kind = "added" if old is None else "removed"
        lines = tuple(
            _whole(said, added=old is None) for said in shown.says if said.words is not None and not said.usual
        )
    else:
        lines = tuple(_differing(old, new))
        if not lines and not more:
            return None
    return Change(kind, shown.section, shown.id, shown.clauses, shown.title, (*lines, *more))


def _whole(said: Said, *, added: bool) -> FieldChange:
    return FieldChange(said.field, None, said.words) if added else FieldChange(said.field, said.words, None)


def _differing(old: Entry, new: Entry) -> Iterator[FieldChange]:
    """A new name, then every line in which two entries differ, in the order in which they are written."""
    if old.section in NAMESPACES and old.id != new.id:
        yield FieldChange("id", old.id, new.id)
    before, after = {said.field: said for said in old.says}, {said.field: said for said in new.says}
    for field in dict.fromkeys((*before, *after)):
        here, there = before.get(field), after.get(field)
        if here is None or there is None or here.value != there.value:
            yield _field(field, here, there)


def _field(field: str, old: Said | None, new: Said | None) -> FieldChange:
    before, after = old.words if old else None, new.words if new else None
    if old is None or new is None or before != after:
        return FieldChange(field, before, after)
    # different values that happen to read the same, e.g. two documents with one title: their names tell them apart
    ours, theirs = set(_texts(old.value)), set(_texts(new.value))
    return FieldChange(field, _with_names(before, ours - theirs), _with_names(after, theirs - ours))


def _with_names(words: str | None, names: set[str]) -> str:
    return f"{words or 'something'} ({', '.join(sorted(names)) or 'in another order'})"


def _texts(value: Normal) -> Iterator[str]:
    match value:
        case str():
            yield value
        case tuple():
            for part in value:
                yield from _texts(part)
        case _:
            return


def _bearing(old: Entry, new: Entry, before: Terms, after: Terms) -> tuple[str, ...]:
    """Every rule, panel or section that rests on a reading, or is written with a word, in either policy."""
    found = _written_with if old.section == "words" else _resting
    return tuple(sorted({*found(old.id, before), *found(new.id, after)}, key=_natural))


def _written_with(word: str, terms: Terms) -> Iterator[str]:
    return (requirement.id for requirement in terms.requirements if requirement.modality == word)


def _resting(reading: str, terms: Terms) -> Iterator[str]:
    for rule in (*terms.definitions, *terms.criteria, *terms.requirements):
        if reading in rule.readings:
            yield rule.id
    for row in (row for rows in terms.tables.values() for row in rows):
        if reading in row.readings:
            yield f"{place(row.id)}.{row.then}"
    yield from (f"meetings.{panel.id}" for panel in terms.panels.values() if reading in panel.readings)
    yield from (where for where in terms.readings[reading].stands_in if where in ("counting", "words"))
