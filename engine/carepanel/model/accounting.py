"""The accounting of clauses: what each is, and what cites it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carepanel.model.check import citations
from carepanel.model.entries import entries
from carepanel.model.from_document import clause_of

if TYPE_CHECKING:
    from carepanel.model.terms import ClauseKind
    from carepanel.text.document import Mapping


@dataclass(frozen=True, slots=True)
class ClauseAccount:
    """One clause: its kind (``missing`` when it is cited but not listed), who judges it, and the rules that cite it.

    A duty is accounted for when a rule cites it; every other kind says itself what becomes of it.
    """

    clause: str
    kind: ClauseKind | Literal["missing"]
    says: str
    judged_by: str
    cited_by: tuple[str, ...]
    accounted_for: bool


def account(document: Mapping) -> tuple[ClauseAccount, ...]:
    """Every clause of a policy, in the order of its source, then those that are cited without being listed."""
    cited: dict[str, dict[str, None]] = {}
    for clause, rule, _ in citations(document):
        cited.setdefault(clause, {})[rule] = None
    listed = {entry.key: clause_of(entry) for entry in entries(document, "clauses")}
    found = [_entry(c.id, c.kind, c.says, c.judged_by, tuple(cited.get(c.id, ()))) for c in listed.values()]
    missing = [
        _entry(clause, "missing", "", "", tuple(rules)) for clause, rules in cited.items() if clause not in listed
    ]
    return (*found, *missing)


def _entry(
    clause: str, kind: ClauseKind | Literal["missing"], says: str, judged_by: str, cited_by: tuple[str, ...]
) -> ClauseAccount:
    by_rules = any(not rule.startswith("readings.") for rule in cited_by)
    return ClauseAccount(
        clause, kind, says, judged_by, cited_by, kind not in ("rule", "missing") or (kind == "rule" and by_rules)
    )
