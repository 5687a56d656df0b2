"""Every row of `tests/data/rarer_states.yaml` comes out as worked out by hand, however its events are listed."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from carepanel import load_policy
from tests.determine.test_occurrences import event
from tests.examples import ROOT

POLICY = load_policy(ROOT / "tests/data/policies/good/rarer_states.yaml")
ROWS: list[dict[str, Any]] = yaml.load(
    (ROOT / "tests/data/rarer_states.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
)
KEYS = {"row", "events", "at", "expect", "because"}
FLAGS = {"yes": True, "no": False}
KNOWN = {"child.looked_after": True, "child.date_of_birth": "2015-06-01"}


def case(row: dict[str, Any]) -> dict[str, Any]:
    """The case of a row; of an attribute, `yes` and `no` are said as a file says them."""
    facts = {name: value for name, value in {**KNOWN, **row.get("facts", {})}.items() if value is not None}
    events = [{name: FLAGS.get(value, value) for name, value in event(each).items()} for each in row["events"]]
    since = {"history_complete_since": row["complete"]} if "complete" in row else {}
    return {"case": "X-1", "facts": facts, "events": events, **since}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_a_duty_stands_as_worked_out_by_hand(row: dict[str, Any]) -> None:
    assert KEYS <= set(row) <= KEYS | {"complete", "facts"}
    found = case(row)
    events = found["events"]
    for listed in (events, events[::-1], [*events, *events]):
        obligations = POLICY.determine({**found, "events": listed}, row["at"]).obligations
        for duty, expected in row["expect"].items():
            assert [each.status for each in obligations if each.id == duty] == expected, row["because"]


def test_what_is_known_later_but_happened_after_the_instant_asked_about_has_not_happened() -> None:
    row = {"events": ["request_made 2026-03-02T10:00", "plan_sent 2026-03-04T12:00"]}
    found = POLICY.determine(case(row), "2026-03-03T09:00", "2026-03-12T09:00")
    assert [each.status for each in found.obligations if each.id == "send"] == ["pending"]


def test_there_are_rows_for_every_duty_and_no_two_of_a_name() -> None:
    assert {duty for row in ROWS for duty in row["expect"]} == {r.name for r in POLICY.terms.of("obligations")}
    assert len(ROWS) == len({row["row"] for row in ROWS})
