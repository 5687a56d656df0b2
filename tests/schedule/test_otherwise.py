"""What other options add to what is found as the policy stands."""

from __future__ import annotations

from datetime import date, datetime

from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import LONDON
from carepanel.calendars.proof import Proof
from carepanel.schedule.findings import Finding, Instance
from carepanel.schedule.otherwise import only_otherwise

FIRST, SECOND, THIRD = date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)


def late(*usual_days: date, hour: int = 12, says: str = "late") -> Finding:
    """A cut-off that is late at these meetings of the 52."""
    due = {day: datetime(day.year, day.month, day.day, hour, tzinfo=LONDON) for day in usual_days}
    instances = (
        Instance(d, "cut_off", {"": Due(at, at, strict=False, day=d, proof=Proof())}, "") for d, at in due.items()
    )
    return Finding("impossible", "panel", ("1",), says, 52, tuple(instances))


def only(taken: list[Finding], **otherwise: Finding) -> dict[tuple[tuple[str, str], ...], list[date]]:
    """What is found under which choices, at which meetings; the options are all of one reading."""
    findings = only_otherwise(taken, ((("reading", option), finding) for option, finding in otherwise.items()))
    return {finding.under: [instance.usual_day for instance in finding.instances] for finding in findings}


def test_a_meeting_at_which_it_is_found_anyway_is_left_out() -> None:
    assert only([late(FIRST, SECOND)], a=late(FIRST, SECOND, THIRD)) == {(("reading", "a"),): [THIRD]}
    assert only([late(FIRST, SECOND)], a=late(FIRST, SECOND), b=late(SECOND)) == {}


def test_what_several_options_give_alike_is_said_once() -> None:
    found = only([], a=late(FIRST, SECOND), b=late(FIRST, SECOND))
    assert found == {(("reading", "a"), ("reading", "b")): [FIRST, SECOND]}


def test_what_only_some_of_them_give_is_said_of_those() -> None:
    found = only([], a=late(FIRST), b=late(FIRST, SECOND))
    assert found == {(("reading", "a"), ("reading", "b")): [FIRST], (("reading", "b"),): [SECOND]}


def test_another_date_or_another_finding_is_not_the_same() -> None:
    assert len(only([], a=late(FIRST), b=late(FIRST, hour=17))) == 2
    assert len(only([], a=late(FIRST), b=late(FIRST, says="early"))) == 2
