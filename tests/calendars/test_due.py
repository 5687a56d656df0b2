"""What a due date says of a moment, what deadlines count from, and what is left out or refused."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import islice, pairwise

import pytest

from carepanel.calendars.calendar import OutsideCalendar
from carepanel.calendars.due import Anchor, Due, NoDate, at_instant, on_day, resolve
from carepanel.calendars.forward import repeats
from carepanel.calendars.instants import DeadlineOutOfRange, end_of_day, parse_instant, start_of_day
from carepanel.calendars.proof import ListRef, Proof, Step
from carepanel.conditions.moments import EventMoment
from carepanel.determine.requirements import proof_steps
from carepanel.model.deadlines import (
    AtLeastBefore,
    Counting,
    EarliestOf,
    Every,
    External,
    LatestOf,
    NotStated,
    Period,
    RelativeTo,
    WeekdayBefore,
    Within,
)
from carepanel.render.json_ import to_json

COUNTING = Counting(("england_and_wales",))
PANEL = EventMoment("panel")
SECOND = timedelta(seconds=1)


def resolved(deadline, anchor, calendar, counting=COUNTING):
    return resolve(deadline, lambda _: anchor, anchor, calendar, counting)


def standings(due, *texts):
    return [due.standing(parse_instant(text)) for text in texts]


def test_noon_itself_is_in_time_unless_excluded(calendar):
    cut_off = WeekdayBefore("thursday", time(12), PANEL)
    panel = on_day(date(2026, 3, 9), "panel")
    moments = ("2026-03-05T11:59:59", "2026-03-05T12:00", "2026-03-05T12:00:01")
    assert standings(resolved(cut_off, panel, calendar), *moments) == ["in_time", "in_time", "late"]
    excluded = Counting(("england_and_wales",), on_time="excluded")
    assert standings(resolved(cut_off, panel, calendar, excluded), *moments) == ["in_time", "late", "late"]


def test_a_whole_day_ends_before_the_first_instant_of_the_next(calendar):
    due = resolved(Within(Period(1, "days")), on_day(date(2026, 3, 9), "decision"), calendar)
    assert standings(due, "2026-03-10T23:59:59", "2026-03-11T00:00") == ["in_time", "late"]


def test_before_a_day_whose_hour_is_not_known_leaves_that_day_open(calendar):
    due = resolved(RelativeTo("before", PANEL), on_day(date(2026, 3, 9), "panel"), calendar)
    moments = ("2026-03-08T23:59:59", "2026-03-09T00:00:01", "2026-03-09T23:59:59", "2026-03-10T00:00")
    assert standings(due, *moments) == ["in_time", "not_known", "not_known", "late"]


def test_the_very_ends_of_a_span_are_included_unless_excluded():
    start, end = start_of_day(date(2026, 3, 9)), end_of_day(date(2026, 3, 9))
    included, excluded = (Due(start, end, strict, date(2026, 3, 9), Proof()) for strict in (False, True))
    assert [included.standing(start), included.standing(end)] == ["in_time", "not_known"]
    assert [excluded.standing(start), excluded.standing(end)] == ["not_known", "late"]


def test_two_days_around_a_clock_change_are_not_48_hours(calendar):
    sent = at_instant(parse_instant("2026-10-24 12:00"), "outcome sent")
    days = resolved(Within(Period(2, "days"), by=time(12)), sent, calendar)
    hours = resolved(Within(Period(48, "hours")), sent, calendar)
    assert days.latest - hours.latest == timedelta(hours=1)


def test_a_cut_off_at_the_end_of_a_day_stays_excluded_as_an_anchor(calendar):
    cut_off = resolved(AtLeastBefore(Period(2, "working_days"), PANEL), on_day(date(2026, 3, 11), "panel"), calendar)
    anchor = cut_off.as_anchor("cut-off")
    assert anchor.day == date(2026, 3, 9)
    by = resolved(RelativeTo("by", PANEL), anchor, calendar)
    assert (by.latest, by.strict, by.day) == (cut_off.latest, True, date(2026, 3, 9))
    assert by.proof.lines()[: len(cut_off.proof.steps)] == cut_off.proof.lines()
    assert by.proof.lines()[-2:] == (
        "start: cut-off, end of Mon 9 Mar 2026",
        "end: no later than the end of Mon 9 Mar 2026",
    )
    tuesday = resolved(WeekdayBefore("monday", None, PANEL), anchor, calendar)
    assert tuesday.day == date(2026, 3, 2)
    missed = resolved(Within(Period(48, "hours")), anchor, calendar)
    assert (missed.latest, missed.day) == (end_of_day(date(2026, 3, 11)), date(2026, 3, 11))


def test_a_strict_end_of_a_day_runs_on_to_the_end_of_a_working_day(calendar):
    anchor = Anchor(end_of_day(date(2026, 3, 5)), end_of_day(date(2026, 3, 5)), date(2026, 3, 5), "missed", strict=True)
    due = resolved(Within(Period(48, "hours"), if_not_working_day="next_working_day"), anchor, calendar)
    assert (due.latest, due.strict, due.day) == (end_of_day(date(2026, 3, 9)), True, date(2026, 3, 9))


def test_a_cut_off_that_is_not_known_to_the_hour_passes_that_on(calendar):
    cut_off = resolved(AtLeastBefore(Period(36, "hours"), PANEL), on_day(date(2026, 3, 9), "panel"), calendar)
    anchor = cut_off.as_anchor("cut-off")
    assert (anchor.first_day, anchor.day, anchor.between) == (date(2026, 3, 7), date(2026, 3, 8), True)
    for relation in ("by", "before"):
        due = resolved(RelativeTo(relation, PANEL), anchor, calendar)
        assert (due.earliest, due.latest, due.strict) == (cut_off.earliest, cut_off.latest, True)
    at = resolved(RelativeTo("at", PANEL), anchor, calendar)
    assert (at.earliest, at.latest) == (end_of_day(date(2026, 3, 7)), end_of_day(date(2026, 3, 8)))


def test_the_trigger_is_counted_from_unless_a_moment_is_named(calendar):
    named, trigger = (on_day(date(2026, 3, day), "x") for day in (2, 9))
    for moment, end in ((None, date(2026, 3, 16)), (PANEL, date(2026, 3, 9))):
        due = resolve(Within(Period(1, "weeks"), moment), lambda _: named, trigger, calendar, COUNTING)
        assert due.day == end


def test_a_reason_for_no_date_is_passed_on(calendar):
    reason = NoDate("undecided", "the reading `recording_from` is not decided")
    assert resolve(Within(Period(1, "weeks"), PANEL), lambda _: reason, None, calendar, COUNTING) is reason
    assert resolve(Within(Period(1, "weeks")), lambda _: None, reason, calendar, COUNTING) is reason


@pytest.mark.parametrize("several", [EarliestOf(()), LatestOf(())])
def test_no_deadlines_have_no_earliest(several, calendar):
    assert resolved(several, None, calendar) == NoDate("not_stated", "no deadline is listed")


def test_the_earliest_may_stand_in_the_latest_and_the_proof_shows_both(calendar):
    start = on_day(date(2026, 3, 2), "referral")
    week, fortnight, day = (Within(Period(n, unit)) for n, unit in ((1, "weeks"), (2, "weeks"), (1, "days")))
    due = resolved(LatestOf((EarliestOf((fortnight, week)), day)), start, calendar)
    assert due.day == date(2026, 3, 9)
    assert due.proof.lines() == (
        "deadline 1 of 2",
        "deadline 1 of 2",
        "start: referral, Mon 2 Mar 2026, hour not known",
        "Mon 16 Mar 2026: 2 weeks after Mon 2 Mar 2026",
        "end: Mon 16 Mar 2026, to the end of the day",
        "deadline 2 of 2",
        "start: referral, Mon 2 Mar 2026, hour not known",
        "Mon 9 Mar 2026: 1 week after Mon 2 Mar 2026",
        "end: Mon 9 Mar 2026, to the end of the day",
        "end: Mon 9 Mar 2026, to the end of the day, the earliest of the 2",
        "deadline 2 of 2",
        "start: referral, Mon 2 Mar 2026, hour not known",
        "Tue 3 Mar 2026: 1 day after Mon 2 Mar 2026",
        "end: Tue 3 Mar 2026, to the end of the day",
        "end: Mon 9 Mar 2026, to the end of the day, the latest of the 2",
    )


def test_an_unstated_part_stays_unstated_through_others(calendar):
    start = on_day(date(2026, 3, 2), "referral")
    inner = EarliestOf((Within(Period(1, "weeks")), External()))
    assert not resolved(EarliestOf((inner, Within(Period(1, "days")))), start, calendar).stated
    assert not resolved(LatestOf((inner, Within(Period(1, "days")))), start, calendar).stated
    assert resolved(LatestOf((inner, NotStated())), start, calendar) == NoDate("not_stated", "the source sets no time")


def test_an_excluded_and_an_included_end_are_kept_apart(calendar):
    """The earliest is noon included, the latest the end of an earlier day excluded."""
    hourless = RelativeTo("before", PANEL)
    at_nine = Within(Period(1, "days"), EventMoment("sent"), time(9))
    anchors = {"panel": on_day(date(2026, 3, 3), "panel"), "sent": on_day(date(2026, 3, 2), "sent")}
    due = resolve(EarliestOf((hourless, at_nine)), lambda m: anchors[m.event], None, calendar, COUNTING)
    nine = parse_instant("2026-03-03 09:00")
    assert due.earliest == start_of_day(date(2026, 3, 3))
    assert due.standing(nine) == "not_known"
    assert due.standing(nine + SECOND) == "late"
    assert due.standing(start_of_day(date(2026, 3, 3))) == "not_known"
    assert due.standing(start_of_day(date(2026, 3, 3)) - SECOND) == "in_time"


def test_an_included_and_an_excluded_end_are_kept_apart_in_the_latest(calendar):
    """The earliest is nine included, the latest the end of the day excluded."""
    parts = (RelativeTo("before", PANEL), Within(Period(1, "days"), EventMoment("sent"), time(9)))
    anchors = {"panel": on_day(date(2026, 3, 3), "panel"), "sent": on_day(date(2026, 3, 2), "sent")}
    due = resolve(LatestOf(parts), lambda m: anchors[m.event], None, calendar, COUNTING)
    nine, end = parse_instant("2026-03-03 09:00"), end_of_day(date(2026, 3, 3))
    assert [due.standing(t) for t in (nine, nine + SECOND, end - SECOND, end)] == [
        "in_time",
        "not_known",
        "not_known",
        "late",
    ]


@pytest.mark.parametrize(
    "deadline", [Within(Period(48, "hours"), by=time(12)), AtLeastBefore(Period(48, "hours"), PANEL, time(12))]
)
def test_hours_take_no_clock_time(deadline, calendar):
    with pytest.raises(ValueError, match="takes no `by`"):
        resolved(deadline, on_day(date(2026, 3, 2), "x"), calendar)


@pytest.mark.parametrize("unit", ["hours", "days", "working_days", "weeks", "months", "years"])
@pytest.mark.parametrize("count", [200_000_000, 10**12, 10**30])
def test_huge_counts_are_refused_at_once(unit, count, calendar):
    period = Period(count, unit)
    for deadline in (
        Within(period),
        AtLeastBefore(period, PANEL),
        Every(period),
        Every(Period(1, "years"), first=period),
    ):
        with pytest.raises(DeadlineOutOfRange):
            resolved(deadline, on_day(date(2026, 3, 2), "x"), calendar)


def test_hours_may_repeat_from_an_instant(calendar):
    due = resolved(Every(Period(24, "hours")), at_instant(parse_instant("2026-03-28 12:00"), "x"), calendar)
    assert due.latest == parse_instant("2026-03-29 13:00")


def test_repeats_come_back_to_the_end_of_the_month(calendar):
    monthly = Every(Period(1, "months"), anchor=date(2025, 12, 31))
    days = list(repeats(monthly, date(2026, 1, 1), date(2026, 5, 31), calendar, COUNTING))
    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


@pytest.mark.parametrize(
    ("every", "days"),
    [
        (
            Every(Period(1, "years"), first=Period(3, "months")),
            [date(2026, 6, 10), date(2027, 6, 10), date(2028, 6, 10)],
        ),
        (Every(Period(6, "weeks")), [date(2026, 4, 21), date(2026, 6, 2), date(2026, 7, 14)]),
        (Every(Period(20, "working_days")), [date(2026, 4, 9), date(2026, 5, 8), date(2026, 6, 8)]),
        (Every(Period(1, "years"), anchor=(1, 1)), [date(2027, 1, 1), date(2028, 1, 1), date(2029, 1, 1)]),
        (Every(Period(3, "months"), anchor=(1, 1)), [date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)]),
    ],
)
def test_a_deadline_repeats(every, days, calendar):
    found = list(islice(repeats(every, date(2026, 3, 10), date.max, calendar, COUNTING), 3))
    assert found == days
    assert resolved(every, on_day(date(2026, 3, 10), "x"), calendar).day == days[0]


@pytest.mark.parametrize("since", [date(1, 1, 1), date(1899, 12, 31), date(2101, 1, 1)])
def test_what_repeats_from_a_day_outside_the_years_is_refused_and_not_left_out(since, calendar):
    with pytest.raises(DeadlineOutOfRange, match="outside the years 1900 to 2100"):
        next(repeats(Every(Period(1, "years"), anchor=since), date(2026, 1, 1), date.max, calendar, COUNTING))


def test_working_days_that_repeat_from_before_the_calendar_are_refused(calendar):
    fortnightly = Every(Period(10, "working_days"), anchor=date(2005, 1, 3))
    with pytest.raises(OutsideCalendar, match="Tue 4 Jan 2005: the calendar `england_and_wales` knows"):
        next(repeats(fortnightly, date(2026, 1, 1), date.max, calendar, COUNTING))


def test_repeats_end_with_the_years(calendar):
    for every in (Every(Period(1, "days")), Every(Period(1, "working_days")), Every(Period(10**12, "years"))):
        days = list(repeats(every, date(2095, 1, 1), date.max, calendar, COUNTING))
        assert all(earlier < later for earlier, later in pairwise(days))
        assert not days or days[-1] <= date(2100, 12, 31)
    with pytest.raises(ValueError, match="does not end on a day"):
        list(repeats(Every(Period(24, "hours")), date(2026, 1, 1), date(2026, 2, 1), calendar, COUNTING))


def test_a_proof_is_plain_lines_and_plain_values():
    listed = ListRef("england_and_wales", "1")
    step = Step(date(2026, 4, 3), "skipped", "Good Friday", provisional=True, days_off=listed)
    proof = Proof((step, Step(None, "note", "x")), (Step(None, "note", "y", provisional=True),))
    assert proof.lines() == ("Fri 3 Apr 2026: not counted, Good Friday (provisional)", "x", "y (provisional)")
    assert to_json(proof_steps(proof)) == [
        {
            "day": "2026-04-03",
            "effect": "skipped",
            "why": "Good Friday",
            "provisional": True,
            "days_off": {"name": "england_and_wales", "version": "1"},
            "says": "Fri 3 Apr 2026: not counted, Good Friday (provisional)",
        },
        {"day": None, "effect": "note", "why": "x", "provisional": False, "days_off": None, "says": "x"},
        {"day": None, "effect": "note", "why": "y", "provisional": True, "days_off": None, "says": "y (provisional)"},
    ]


def test_due_dates_are_equal_and_hashable_by_what_they_say(calendar):
    start = on_day(date(2026, 3, 2), "referral")
    one, other = (resolved(Within(Period(1, "weeks")), start, calendar) for _ in range(2))
    assert one == other
    assert isinstance(one, Due)
    assert len({one, other}) == 1
