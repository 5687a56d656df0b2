"""Things that only changed their name: found before anything else, so that each is one change.

A new name is certain when exactly one entry that is gone and exactly one that is new say the same in everything but the
name. Anything less is reported as removed and added.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from carepanel.compare.declared import declared
from carepanel.compare.entry import Reader
from carepanel.compare.ruled import ruled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carepanel.compare.entry import Entry
    from carepanel.compare.normal import Names
    from carepanel.model.terms import Terms

NAMESPACES = frozenset(
    (
        "clauses",
        "parties",
        "facts",
        "events",
        "readings",
        "meetings",
        "definitions",
        "eligibility",
        "documents",
        "decisions",
        "obligations",
    )
)
"""The sections whose ids are declared there; those of the others are the ids of parties and panels."""

ROUNDS = 5
"""A party's new name shows that a rule which names it has one too, and so on, this many times."""


def renames(old: Terms, new: Terms) -> Names:
    """What the newer file calls otherwise: section and older name to newer name."""
    names: dict[tuple[str, str], str] = {}
    theirs = tuple(_named(Reader(new, {})))
    for _ in range(ROUNDS):
        found = dict(_certain(tuple(_named(Reader(old, names))), theirs))
        if not found:
            break
        names |= found
    return names


def _named(reader: Reader) -> Iterator[Entry]:
    for entry in (*declared(reader), *ruled(reader)):
        if entry.section in NAMESPACES:
            yield entry


def _certain(old: tuple[Entry, ...], new: tuple[Entry, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    here, there = {(e.section, e.key) for e in old}, {(e.section, e.key) for e in new}
    gone, came = _by_content(old, there), _by_content(new, here)
    for content, entries in gone.items():
        others = came.get(content, ())
        if len(entries) == 1 and len(others) == 1:
            yield (entries[0].section, entries[0].id), others[0].id


def _by_content(entries: Iterable[Entry], known: set[tuple[str, str]]) -> dict[object, list[Entry]]:
    """The entries that the other file does not know by name, by everything else that they say."""
    found: dict[object, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.distinct and (entry.section, entry.key) not in known:
            found[entry.section, tuple((said.field, said.value) for said in entry.says)].append(entry)
    return found
