"""Which cases are heard at which meeting: never more than fit, never before a case may be heard, never by a guess."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carepanel import CannotDetermine, CaseInvalid, load_policy
from carepanel.calendars.anchors import at_instant, on_day
from carepanel.calendars.meetings import Meeting
from carepanel.conditions.moments import EventMoment
from carepanel.conditions.truth import Truth
from carepanel.determine.agenda import Candidate, agenda_items
from carepanel.determine.moments import NEVER, NOT_KNOWN, When
from carepanel.model.meetings import GivenDay, GivenDays, MeetingDays, Weekly
from carepanel.model.terms import Panel
from tests.examples import ROOT

POLICY = load_policy(ROOT / "tests" / "data" / "policies" / "good" / "agenda.yaml")
ORDINARY = {"child.looked_after": True, "placement.unstable": False, "child.has_ehcp": False}
LISTED = {**ORDINARY, "child.has_ehcp": True}
AT = "2026-03-05T13:00"


def case(reference, lodged=None, forward=None, facts=ORDINARY):
    events = [{"event": "document_lodged", "document": "report", "at": lodged}] if lodged else []
    events += (
        [{"event": "put_forward", "meeting": forward[0], "day": forward[1], "at": "2026-03-01T09:00"}]
        if forward
        else []
    )
    return {"case": reference, "facts": facts, "events": events}


def asked(*cases, at=AT, **more):
    return {item.case: item for item in POLICY.agenda(cases, at, **more).items}


def told(*cases, **more):
    return {name: (item.day and str(item.day), item.place) for name, item in asked(*cases, **more).items()}


def test_the_third_case_goes_to_the_next_meeting():
    found = asked(case("A", "2026-03-04T10:00"), case("B", "2026-03-03T10:00"), case("C", "2026-03-02T10:00"))
    assert {name: (str(item.day), item.place, item.starts) for name, item in found.items()} == {
        "C": ("2026-03-09", 1, time(13)),
        "B": ("2026-03-09", 2, time(13, 30)),
        "A": ("2026-03-16", 1, time(13)),
    }
    assert found["A"].first_day == date(2026, 3, 9)
    assert found["A"].clause == ("2",)
    assert found["A"].why == "Mon 9 Mar 2026 was full (the first whose papers were in by its cut-off)"


def test_a_case_names_every_meeting_that_was_full():
    found = asked(*(case(name, f"2026-03-04T1{number}:00") for number, name in enumerate("ABCDE")))
    # 23 March is cancelled: it was not full
    assert (str(found["E"].day), found["E"].why) == (
        "2026-03-30",
        "Mon 9 Mar 2026 and Mon 16 Mar 2026 were full (the first whose papers were in by its cut-off)",
    )
    assert found["C"].why == "Mon 9 Mar 2026 was full (the first whose papers were in by its cut-off)"


def test_a_case_that_was_in_first_goes_before_one_that_the_next_meeting_is_the_first_for():
    cases = [case(name, f"2026-03-0{day}T10:00") for name, day in (("A", 2), ("B", 3), ("C", 4))]
    late = [case(name, f"2026-03-0{day}T10:00") for name, day in (("D", 6), ("E", 7))]
    assert told(*cases, *late, at="2026-03-10T09:00") == {
        "A": ("2026-03-09", 1),
        "B": ("2026-03-09", 2),
        "C": ("2026-03-16", 1),
        "D": ("2026-03-16", 2),
        # 23 March is cancelled
        "E": ("2026-03-30", 1),
    }


def test_a_case_whose_papers_are_not_in_stands_behind_those_whose_are():
    found = told(
        case("A", forward=("board", "2026-03-09")), case("B", "2026-03-02T10:00"), case("C", "2026-03-03T10:00")
    )
    assert found["B"] == ("2026-03-09", 1)
    assert found["C"] == ("2026-03-09", 2)
    # its own first meeting is full, and it is alone at the next
    assert found["A"] == ("2026-03-16", 1)


def test_between_two_that_came_at_the_same_instant_nothing_is_guessed():
    same = [case(name, "2026-03-03T10:00") for name in ("A", "B")]
    found = asked(case("C", "2026-03-02T10:00"), *same, case("D", "2026-03-06T10:00"), at="2026-03-10T09:00")
    assert (str(found["C"].day), found["A"].day, found["B"].day) == ("2026-03-09", None, None)
    assert found["A"].why == (
        "whether it has a place on Mon 9 Mar 2026 or goes on is not known: there are more cases than places, and "
        "another may come before it, or came at the same instant (the duty lodge is fulfilled)"
    )
    # one of the two is before it, whichever it is
    assert (str(found["D"].day), found["D"].place) == ("2026-03-16", 2)


def test_where_the_terms_set_no_limit_every_case_is_heard_at_its_own_meeting():
    cases = [case(f"X-{n}", facts={**ORDINARY, "placement.unstable": True}) for n in range(5)]
    assert set(told(*cases).values()) == {("2026-04-07", None)}


def test_where_the_terms_state_no_order_the_places_go_to_nobody_by_a_guess():
    cases = [case(name, forward=("listed_board", "2026-03-04"), facts=LISTED) for name in ("A", "B")]
    found = asked(*cases)
    assert found["A"].day is None
    assert found["A"].why.endswith("there are more cases than places, and the terms state no order")
    assert told(*cases, readings={"how_many": "two"}) == {"A": ("2026-03-04", None), "B": ("2026-03-04", None)}


def test_a_case_without_a_meeting_says_why():
    found = asked(case("A", facts={"child.looked_after": True}))["A"]
    assert (found.day, found.first_day, found.panel) == (None, None, "")
    assert found.why == "which panel hears it is not known"
    cancelled = asked(case("A", forward=("board", "2026-03-23")))["A"]
    assert (cancelled.day, cancelled.panel) == (None, "board")
    assert "cancelled: The building is closed" in cancelled.why


def test_two_cases_with_one_reference_are_refused_without_naming_it():
    with pytest.raises(CannotDetermine, match="case 1 and case 2 have the same reference") as raised:
        POLICY.agenda([case("QUILLFEATHER"), case("QUILLFEATHER")], AT)
    assert "QUILLFEATHER" not in str(raised.value)


def test_a_bad_case_is_refused_as_it_is_when_determined():
    with pytest.raises(CaseInvalid):
        POLICY.agenda([{"case": "A", "facts": {"child.looked_after": "perhaps"}, "events": []}], AT)


def test_no_cases_make_an_empty_agenda():
    assert POLICY.agenda([], AT).items == ()


# Every way in which the open questions may turn out, for small agendas.

CALENDAR = load_policy("camden").calendar
MONDAYS = MeetingDays(Weekly(("monday",)), "keep")
FIRST = date(2026, 3, 9)


def _came(hour):
    return When(Truth.YES, at_instant(datetime(2026, 3, 1, hour, tzinfo=UTC), "it"))


CAME = st.one_of(
    st.integers(0, 4).map(_came),
    st.sampled_from([NEVER, NOT_KNOWN, When(Truth.YES, on_day(date(2026, 3, 1), "it"))]),
    st.integers(1, 3).map(lambda hour: When(Truth.YES, _came(hour).anchor, first_known=False)),
)


@st.composite
def agendas(draw, came=CAME):
    panel = Panel("board", "Board", ("2",), MONDAYS, slots=draw(st.integers(1, 3)), order=EventMoment("case_heard"))
    weeks = draw(st.lists(st.integers(0, 2), min_size=1, max_size=5))
    days = [FIRST + timedelta(weeks=week) for week in weeks]
    return panel, [Candidate(f"X-{n}", panel, Meeting(day, day, None), "", draw(came)) for n, day in enumerate(days)]


def _may_be_before(one, other):
    """Whether what is known allows one to be taken before the other."""
    if one.came.happened is Truth.NO and other.came.happened is Truth.YES:
        return False
    exact = [c.came.anchor for c in (one, other) if c.came.happened is Truth.YES and c.came.first_known]
    return len(exact) < 2 or exact[0].earliest <= exact[1].latest


def _worlds(candidates):
    for order in permutations(candidates):
        pairs = ((one, other) for n, one in enumerate(order) for other in order[n + 1 :])
        if all(_may_be_before(one, other) for one, other in pairs):
            yield order


def _days_in(order, slots):
    found, day = {}, FIRST
    while len(found) < len(order):
        found |= {c.case: day for c in [c for c in order if c.case not in found and c.day <= day][:slots]}
        day += timedelta(weeks=1)
    return found


def _items(candidates):
    return {item.case: item for item in agenda_items(candidates, POLICY.terms, CALENDAR)}


@given(agendas())
def test_what_is_said_holds_however_the_open_questions_turn_out(drawn):
    panel, candidates = drawn
    found = _items(candidates)
    assert set(found) == {each.case for each in candidates}
    for order in _worlds(candidates):
        days = _days_in(order, panel.slots)
        assert all(item.day in (None, days[name]) for name, item in found.items())


@given(agendas(came=st.integers(0, 20).map(_came)))
def test_where_all_is_known_and_differs_every_case_has_its_day_and_place(drawn):
    panel, candidates = drawn
    if len({each.came.anchor.latest for each in candidates}) < len(candidates):
        return
    (order,) = _worlds(candidates)
    days = _days_in(order, panel.slots)
    found = _items(candidates)
    assert {name: item.day for name, item in found.items()} == days
    for day in set(days.values()):
        assert sorted(item.place for item in found.values() if item.day == day) == list(
            range(1, sum(each == day for each in days.values()) + 1)
        )


@given(agendas())
def test_no_meeting_has_more_cases_than_places_and_none_is_heard_before_it_may_be(drawn):
    panel, candidates = drawn
    found = _items(candidates)
    heard = [item.day for item in found.values() if item.day is not None]
    assert all(heard.count(day) <= panel.slots for day in heard)
    assert all(item.day is None or item.day >= item.first_day for item in found.values())
    assert [item.why for item in found.values() if item.day is None and not item.why] == []


@given(agendas())
def test_the_agenda_does_not_depend_on_the_order_in_which_cases_are_given(drawn):
    candidates = drawn[1]
    assert _items(candidates) == _items(candidates[::-1])


def test_where_no_later_meeting_is_known_the_case_that_no_longer_fits_has_none_and_is_told_why():
    given_days = GivenDays((GivenDay(date(2026, 3, 9)), GivenDay(date(2026, 3, 16))))
    panel = Panel("board", "Board", ("2",), MeetingDays(given_days, "keep"), slots=1, order=EventMoment("case_heard"))
    asking = [Candidate(f"X-{n}", panel, Meeting(FIRST, FIRST, None), "", _came(n)) for n in range(3)]
    found = _items(asking)
    assert [str(found[f"X-{n}"].day) for n in range(3)] == ["2026-03-09", "2026-03-16", "None"]
    assert found["X-2"].why == (
        "every meeting that is known is full, and the days on which the panel meets are given from Mon 9 Mar 2026 to "
        "Mon 16 Mar 2026 only"
    )
