"""What a policy's file says whatever is chosen: its readings, where they stand, and which rules rest on each."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carepanel.conditions.vocabulary_from_document import extended
from carepanel.model.entries import entries, words_in
from carepanel.model.readings import (
    TABLES,
    UNDECIDED,
    Choice,
    check_decided,
    holding_readings,
    read_readings,
    sites,
    substitute,
)
from carepanel.text.document import Mapping, Sequence, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingABC

    from carepanel.conditions.vocabulary import Vocabulary
    from carepanel.diagnostics import Problems
    from carepanel.model.terms import Reading
    from carepanel.text.document import Entry


@dataclass(frozen=True, slots=True)
class Written:
    """A policy's document with its readings. `standing`: rule, panel or section to the readings it rests on.

    `vocabulary` is the shared one with the policy's own words; `fingerprint` covers both files.
    """

    document: Mapping
    vocabulary: Vocabulary
    fingerprint: str
    readings: MappingABC[str, Reading]
    standing: MappingABC[str, tuple[str, ...]]
    _open: frozenset[int] = field(repr=False)

    def resolved(self, choices: MappingABC[str, str], problems: Problems) -> Mapping:
        """The document with the chosen options in the place of the readings.

        Where a value must be settled, an undecided reading is a problem, and its first option stands in so that the
        rest can be read all the same.
        """
        check_decided(self.document, choices, problems)
        first = {name: next(iter(reading.options), UNDECIDED) for name, reading in self.readings.items()}
        taken = {name: self._option(name, option, first) for name, option in choices.items()}
        found = substitute(self.document, Choice(taken, first), self._open)
        return found if isinstance(found, Mapping) else self.document

    def _option(self, name: str, option: str, first: MappingABC[str, str]) -> str:
        """The option itself, or the first one in the place of one that the reading does not have."""
        return option if option == UNDECIDED or option in self.readings[name].options else first[name]


def written(document: Mapping, vocabulary: Vocabulary, fingerprint: str, problems: Problems) -> Written:
    """The document of a policy, read as far as it can be before any reading is chosen."""
    return Written(
        document,
        extended(vocabulary, document, problems),
        fingerprint,
        read_readings(document, problems),
        _readings_by_rule(document),
        holding_readings(document),
    )


def fingerprint_of(document: Mapping, vocabulary: Mapping) -> str:
    """SHA-256 over what the policy and its vocabulary say: formatting, comments and the order of maps do not count."""
    content = {"policy": plain(document), "vocabulary": plain(vocabulary)}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _readings_by_rule(document: Mapping) -> dict[str, tuple[str, ...]]:
    """The readings on which each rule, panel or section rests, through the definitions and meetings it names too."""
    own: dict[str, set[str]] = {}
    for site in sites(document):
        own.setdefault(site.rule, set()).add(site.reading)
    shared = {e.key: _shared(e, "definitions") for e in entries(document, "definitions")}
    shared |= {e.key: _shared(e, "meetings") for e in entries(document, "meetings")}
    return {rule: tuple(sorted(_resting_on(rule, used, shared, own))) for rule, used in _words_by_rule(document)}


def _shared(entry: Entry, section: str) -> tuple[str, frozenset[str]]:
    return f"{section}.{entry.key}", frozenset(words_in(entry.value))


def _resting_on(
    rule: str, used: set[str], shared: dict[str, tuple[str, frozenset[str]]], own: dict[str, set[str]]
) -> set[str]:
    found = set(own.get(rule, ()))
    waiting, seen = set(used), set[str]()
    while waiting:
        name = waiting.pop()
        if name in shared and name not in seen:
            seen.add(name)
            found |= own.get(shared[name][0], set())
            waiting |= shared[name][1]
    return found


def _words_by_rule(document: Mapping) -> Iterator[tuple[str, set[str]]]:
    for section in document.entries:
        match section.value:
            case Sequence(items=rows) if section.key in TABLES:
                for number, row in enumerate(rows, start=1):
                    yield f"{TABLES[section.key]}[{number}]", words_in(row)
            case Mapping(entries=lines):
                yield section.key, set()
                for line in lines:
                    yield f"{section.key}.{line.key}", words_in(line.value)
            case _:
                continue
