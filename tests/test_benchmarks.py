"""What the engine is measured against gives the engine's own answers; no time is asserted anywhere."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from benchmarks.asked import ASKED, by_hand_of
from benchmarks.file_on_case import ListedAgain
from benchmarks.one_deadline import COUNTS, one_deadline
from benchmarks.schedules import FIRST, LAST, by_hand

from carepanel.calendars.instants import parse_instant
from tests.examples import AUTHORITIES, policy, questions

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.by_hand import Decision

    from tests.examples import Question

UNDER_ITS_OWN_READINGS = [q for authority in AUTHORITIES for q in questions(authority) if not q.readings]


@cache
def _by_hand(authority: str, case: Path, at: str, known_by: str | None = None) -> Decision:
    asked = policy(authority)
    return by_hand_of(authority)(asked.read_case(case), parse_instant(at), parse_instant(known_by or at))


def _in_the_engines_words(decision: Decision) -> dict[str, str]:
    yes_or_no = {True: "yes", False: "no"}
    return {
        "eligibility": yes_or_no[any(decision.criteria.values())],
        **{f"eligibility.{name}": yes_or_no[bool(met)] for name, met in decision.criteria.items()},
        "route": decision.route,
        "kind": decision.kind,
        "disposition": decision.disposition,
        "meeting": decision.sitting.day.isoformat(),
        **{f"documents.{name}": standing for name, standing in decision.documents.items()},
        **{f"authorisations.{name}": standing for name, standing in decision.authorisations.items()},
        **{f"attendance.{name}": standing for name, standing in decision.attendance.items()},
    }


SECTIONS = ("eligibility", "route", "kind", "disposition", "meeting", "documents", "authorisations", "attendance")
NOTHING = ("not_needed", "does_not_apply")


def _of_the_engine(answers: dict[str, str]) -> dict[str, str]:
    return {
        name: answer
        for name, answer in answers.items()
        if name.partition(".")[0] in SECTIONS and answer not in NOTHING and name != "meeting.starts"
    }


def _arising(answers: dict[str, str]) -> set[str]:
    duties = {n: a for n, a in answers.items() if n.startswith(("decisions.", "obligations."))}
    return {
        name.partition(".")[2].partition("#")[0]
        for name, answer in duties.items()
        if not name.endswith((".actor", ".strength", ".time")) and answer != "not_due"
    }


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_the_case_measured_is_decided_alike_by_hand(authority: str) -> None:
    asked = ASKED[authority]
    answers = policy(authority).answers(asked.case, asked.at)
    decision = _by_hand(authority, asked.case, asked.at)
    assert _in_the_engines_words(decision) == _of_the_engine(answers)
    assert decision.arising == _arising(answers)


@pytest.mark.parametrize("question", UNDER_ITS_OWN_READINGS, ids=str)
def test_an_example_is_decided_alike_by_hand_or_not_wholly_known_to_the_engine(question: Question) -> None:
    answers = policy(question.authority).answers(question.case, question.at, question.known_by)
    try:
        decision = _by_hand(question.authority, question.case, question.at, question.known_by)
    except ListedAgain:
        return
    except LookupError:
        assert "not_known" in answers.values()
        return
    assert _in_the_engines_words(decision) == _of_the_engine(answers)
    assert decision.arising == _arising(answers)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_by_hand_most_examples_are_decided(authority: str) -> None:
    asked = [q for q in UNDER_ITS_OWN_READINGS if q.authority == authority]
    assert sum(_is_decided(question) for question in asked) > 0.8 * len(asked)


def _is_decided(question: Question) -> bool:
    try:
        _by_hand(question.authority, question.case, question.at, question.known_by)
    except LookupError:
        return False
    return True


@pytest.mark.parametrize("count", COUNTS)
def test_everybody_comes_to_the_same_deadline(count: int) -> None:
    assert len({contender.run() for contender in one_deadline(count)}) == 1


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_ten_years_by_hand_are_the_timetables(authority: str) -> None:
    panel = policy(authority).dates(FIRST, LAST).panels[0]
    number = [column.duty.id for column in panel.columns].index("cut_off")
    rows = [(row.meeting.day, row.dues[number]) for row in panel.rows if row.meeting.day is not None]
    assert [(day, due.day) for day, due in rows] == by_hand(authority, policy(authority))
