"""What a comparison of two policies finds: changes, each with what it was and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ChangeKind = Literal["added", "removed", "changed"]

SECTIONS = (
    "policy",
    "eligibility",
    "routes",
    "kinds",
    "disposition",
    "meetings",
    "documents",
    "authorisations",
    "attendance",
    "decisions",
    "obligations",
    "membership",
    "definitions",
    "readings",
    "counting",
    "words",
    "parties",
    "facts",
    "events",
    "never",
    "clauses",
)
"""The sections of a policy, those that decide a case before those that serve them."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One line of an entry, in words: what it said `before` and says `after`.

    Either is None where it said nothing. `field` is the key of the language; an option or outcome is named after it
    (``outcomes.goes_forward``). Two fields are no keys: `id` is another name for the same thing, and `place` is where a
    row of a first-match table stands.
    """

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that was added, removed or changed; `id`, `clause` and `title` are the newer file's where both have it.

    `bears_on` holds the rules that rest on it, where a reading is chosen differently or a word is differently strong.
    """

    kind: ChangeKind
    section: str
    id: str
    clause: tuple[str, ...]
    title: str
    fields: tuple[FieldChange, ...]
    bears_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two policies. `fingerprint` covers the file and its vocabulary, not their formatting."""

    policy: str
    authority: str
    title: str
    version: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two policies and every change from the old to the new, in the order of `SECTIONS` and then of the clauses."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
