"""Every row of `tests/data/papers.yaml` comes out as worked out by hand, however its events are listed."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from carepanel import load_policy
from tests.determine.test_occurrences import event
from tests.examples import ROOT

POLICY = load_policy(ROOT / "tests/data/policies/good/papers.yaml")
ROWS: list[dict[str, Any]] = yaml.load((ROOT / "tests/data/papers.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
KEYS = {"row", "events", "expect", "because"}
AT = "2026-03-12T09:00"
ORDINARY = {
    "child.looked_after": True,
    "child.date_of_birth": "2015-06-01",
    "child.unaccompanied_asylum_seeker": False,
    "child.has_ehcp": False,
    "child.can_give_views": True,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_papers_stand_as_worked_out_by_hand(row: dict[str, Any]) -> None:
    assert KEYS <= set(row) <= KEYS | {"facts"}
    facts = {name: value for name, value in {**ORDINARY, **row.get("facts", {})}.items() if value is not None}
    events = [event(each) for each in row["events"]]
    for listed in (events, events[::-1], [*events, *events]):
        answers = POLICY.answers({"case": "X-1", "facts": facts, "events": listed}, AT)
        assert {name: answers[name] for name in row["expect"]} == row["expect"], row["because"]


def test_there_are_rows_for_every_paper_and_no_two_of_a_name() -> None:
    papers = {r.id for section in ("documents", "authorisations", "obligations") for r in POLICY.terms.of(section)}
    assert {name for row in ROWS for name in row["expect"]} == papers
    assert len(ROWS) == len({row["row"] for row in ROWS})
