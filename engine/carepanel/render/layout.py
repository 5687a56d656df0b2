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


@dataclass(frozen=True, slots=True)
class Page:
    """How wide the text may be, and whether it may be coloured."""

    width: int = 100
    styled: bool = False

    def heading(self, words: str) -> str:
        """A section's name."""
        return click.style(words, bold=True) if self.styled else words

    def tone(self, words: str, tone: str) -> str:
        """Words in a tone: good, bad, open or quiet."""
        if not self.styled:
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
        """Rows of a label, its tone, and words: labels in a column, words wrapped beside them."""
        listed = list(rows)
        column = max((len(label) for label, _, _ in listed), default=0)
        return [self._row(label, tone, words, indent, column) for label, tone, words in listed]

    def _row(self, label: str, tone: str, words: str, indent: int, column: int) -> str:
        hang = indent + column + 2
        lines = wrap(words, max(20, self.width - hang), break_long_words=False, break_on_hyphens=False) or [""]
        head = f"{' ' * indent}{self.tone(label, tone)}{' ' * (column - len(label) + 2)}{lines[0]}"
        return "\n".join([head.rstrip(), *(" " * hang + line for line in lines[1:])])


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
