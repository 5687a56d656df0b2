"""Entries: everything a policy says, as lines that can be compared one by one and shown in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.backends import prose
from carepanel.compare.normal import called, normal, party, unordered
from carepanel.conditions.ast import ALWAYS
from carepanel.model.deadlines import NotStated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carepanel.compare.normal import Names, Normal
    from carepanel.conditions.ast import Condition
    from carepanel.conditions.moments import Moment
    from carepanel.model.deadlines import Deadline
    from carepanel.model.terms import Terms


@dataclass(frozen=True, slots=True)
class Said:
    """One line of an entry: the value compared, and the words shown (None where it says nothing).

    `usual` marks what goes without saying when the whole entry is described, e.g. that a rule always applies.
    """

    field: str
    value: Normal
    words: str | None
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section. `key` is its id in the newer file's names; `id` is the id as written.

    `distinct` says that the entry's lines alone tell it from others, so that it would be known under another name.
    """

    section: str
    id: str
    key: str
    clauses: tuple[str, ...]
    title: str
    says: tuple[Said, ...]
    distinct: bool = True


@dataclass(frozen=True, slots=True)
class Reader:
    """A policy being read for comparison: its terms, and what the newer file calls otherwise."""

    terms: Terms
    names: Names

    def entry(
        self, section: str, name: str, clauses: tuple[str, ...], title: str, *says: Said, distinct: bool = True
    ) -> Entry:
        """An entry whose id is declared in its own section."""
        return Entry(section, name, called(self.names, section, name), clauses, title, says, distinct)

    def plain(self, field: str, value: object, words: str | None = None, *, usual: bool = False) -> Said:
        """A value that is no name; its words are its own text unless given."""
        shown = words if words is not None else str(value) if value not in ("", None) else None
        return Said(field, normal(value, self.names), shown, usual)

    def each(self, field: str, values: Mapping[str, str]) -> tuple[Said, ...]:
        """One line for each key of a map of name to text."""
        return tuple(self.plain(f"{field}.{name}", says, says.replace("_", " ")) for name, says in values.items())

    def titled(self, title: str, name: str) -> Said:
        """A title; one made from the name is not compared, as the name is."""
        return Said("title", "" if is_made_of(title, name) else title, title, usual=True)

    def clauses(self, cited: tuple[str, ...]) -> Said:
        """The clauses an entry cites."""
        value = tuple(sorted({called(self.names, "clauses", clause) for clause in cited}))
        return Said("clause", value, ", ".join(cited) or None, usual=True)

    def condition(self, node: Condition) -> Said:
        """The condition of a rule."""
        return Said("when", normal(node, self.names), prose.condition(node, self.terms), usual=node == ALWAYS)

    def moment(self, field: str, node: Moment | None, *, usual: bool = False) -> Said:
        """A moment, if there is one."""
        return Said(field, normal(node, self.names), None if node is None else prose.moment(node, self.terms), usual)

    def deadline(self, field: str, node: Deadline | None) -> Said:
        """A deadline, if there is one."""
        words = None if node is None else prose.deadline(node, self.terms)
        return Said(field, normal(node, self.names), words, usual=isinstance(node, NotStated))

    def parties(self, field: str, named: tuple[str, ...]) -> Said:
        """Parties, by their titles."""
        value = unordered(tuple(party(self.names, name) for name in named), {})
        return Said(field, value, " and ".join(self.terms.party(name) for name in named) or None)


def is_made_of(title: str, name: str) -> bool:
    """Whether a title is only the name in plain words, which is what an entry without a title gets."""
    words = name.replace("_", " ")
    return title == words[:1].upper() + words[1:]


__all__ = ["Entry", "Reader", "Said", "is_made_of"]
