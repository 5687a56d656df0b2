"""Text laid out for people: headings, wrapped paragraphs, aligned rows. Colour is never the only sign of anything."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carepanel.determine.determination import NotKnown

_TONES = {"good": "green", "bad": "red", "open": "yellow", "quiet": None}
UNOFFICIAL = "This is an unofficial encoding of published terms of reference, adopted by no authority."
_GAP = "  "
_LEAST_ROOM = 20
"""How wide words beside a label have to be to be read with ease."""


@dataclass(frozen=True, slots=True)
class Page:
    """How wide the text may be, and whether it may be coloured."""

    width: int = 100
    styled: bool = False

    def heading(self, words: str) -> str:
        """A section's name, wrapped."""
        wrapped = self.paragraph(words)
        return click.style(wrapped, bold=True) if self.styled else wrapped

    def tone(self, words: str, tone: str) -> str:
        """Words in a tone: good, bad, open or quiet."""
        if not self.styled or not words:
            return words
        return click.style(words, dim=True) if tone == "quiet" else click.style(words, fg=_TONES[tone])

    def paragraph(self, words: str, indent: int = 0, hang: int = 0) -> str:
        """Words wrapped, each line indented, lines after the first a little more."""
        first, rest = " " * indent, " " * (indent + hang)
        lines = wrap(
            words,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return "\n".join(lines)

    def rows(self, rows: Iterable[tuple[str, str, str]], indent: int = 2) -> list[str]:
        """Rows of a label, its tone, and words: labels in a column, words wrapped beside them, or below them where the
        labels leave no room.
        """
        listed = list(rows)
        column = max((len(label) for label, _, _ in listed), default=0)
        if self.width - indent - column - len(_GAP) < _LEAST_ROOM:
            return [self._below(label, tone, words, indent) for label, tone, words in listed]
        return [self._row(label, tone, words, indent, column) for label, tone, words in listed]

    def _row(self, label: str, tone: str, words: str, indent: int, column: int) -> str:
        hang = indent + column + len(_GAP)
        lines = self.paragraph(words, hang).split("\n")
        head = f"{' ' * indent}{self.tone(label, tone)}{' ' * (column - len(label))}{_GAP}{lines[0][hang:]}"
        return "\n".join([head.rstrip(), *lines[1:]])

    def _below(self, label: str, tone: str, words: str, indent: int) -> str:
        head = (" " * indent + self.tone(line.strip(), tone) for line in self.paragraph(label, indent).splitlines())
        return "\n".join(part for part in (*head, self.paragraph(words, indent + 2)) if part)


def cite(clauses: Iterable[str]) -> str:
    """Clauses in brackets: ``[4.1, 6.4a]``; nothing for none."""
    listed = ", ".join(clauses)
    return f"[{listed}]" if listed else ""


def to_ask(item: NotKnown) -> str:
    """What is still to be learnt, from whom, and what it would change."""
    asked = words(item.supplied_by) or "whoever knows"
    return f"{item.asks} Ask: {asked}. It would change: {', '.join(item.would_change)}."


_MODALITY = {"usually": "should usually", "must_not": "must not"}


def modal(modality: str) -> str:
    """The source's word for how strong a rule is, as it stands before a verb."""
    return _MODALITY.get(modality, modality)


def words(name: str) -> str:
    """A name in plain words: ``goes_forward`` is *goes forward*."""
    return name.replace("_", " ")
