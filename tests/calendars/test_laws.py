"""Laws that hold for every calendar, every deadline and every day, looked for by Hypothesis."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from carepanel.calendars.calendar import Calendar
from carepanel.calendars.days_off import DaysOff
from carepanel.calendars.due import Due, NoDate, at_instant, on_day, resolve
from carepanel.calendars.instants import (
    DeadlineOutOfRange,
    UnreadableTime,
    end_of_day,
    iso,
    local_date,
    parse_date,
    parse_instant,
)
from carepanel.calendars.working_days import count_back, count_forward, roll
from carepanel.conditions.moments import EventMoment
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
    Undecided,
    WeekdayBefore,
    Within,
)

PANEL = EventMoment("panel")
ROLLS = st.sampled_from(["keep", "next_working_day", "previous_working_day"])
FIRST_DAYS = st.sampled_from(["day_after", "same_day"])
WEEKDAYS = st.sampled_from(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
UNITS = st.sampled_from(["days", "working_days", "weeks", "months", "years"])
DAYS = st.dates(date(2014, 1, 1), date(2026, 12, 31))
BY = st.none() | st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
COUNTINGS = st.builds(Counting, st.just("england_and_wales"), FIRST_DAYS, st.sampled_from(["included", "excluded"]))
INSTANTS = st.datetimes(datetime(2014, 1, 1), datetime(2026, 12, 31)).map(
    lambda naive: naive.replace(microsecond=0, tzinfo=UTC)
)
ANCHORS = st.builds(on_day, DAYS, st.just("panel")) | st.builds(at_instant, INSTANTS, st.just("panel"))


@st.composite
def calendars(draw):
    """A calendar of 2012 to 2028 with any days off; the years in between need no holidays of their own."""
    days = draw(
        st.sets(st.dates(date(2014, 1, 1), date(2028, 12, 31)).filter(lambda day: day.weekday() < 5), max_size=40)
    )
    close = draw(st.sets(st.integers(0, 20), max_size=8))
    around = draw(DAYS)
    days |= {day for n in close if (day := around + timedelta(days=n)).weekday() < 5}
    listed = dict.fromkeys({*days, date(2012, 1, 2)}, "a day off")
    return Calendar((DaysOff("any", "1", "sha256:any", date(2028, 12, 31), listed),))


def with_one_more(calendar, off):
    """The same calendar with one more day off."""
    [days] = calendar.lists
    return Calendar((replace(days, fingerprint="sha256:more", listed={**days.listed, off: "one more"}),))


def periods(units=UNITS, most=60):
    return st.builds(Period, st.integers(1, most), units)


def forms():
    return st.one_of(
        st.builds(Within, periods(), st.just(PANEL), BY, st.none() | FIRST_DAYS, ROLLS),
        st.builds(Within, periods(st.just("hours"), 400), st.just(PANEL), st.none(), st.none(), ROLLS),
        st.builds(AtLeastBefore, periods(most=12), st.just(PANEL), BY, ROLLS),
        st.builds(AtLeastBefore, periods(st.just("hours"), 400), st.just(PANEL), st.none(), ROLLS),
        st.builds(WeekdayBefore, WEEKDAYS, BY, st.just(PANEL), ROLLS),
        st.builds(RelativeTo, st.sampled_from(["by", "before", "at"]), st.just(PANEL)),
        st.builds(Every, periods(), st.just(PANEL), st.none() | DAYS, st.none() | periods()),
        st.sampled_from([NotStated(), External(), Undecided("x")]),
    )


def deadlines():
    return st.recursive(
        forms(),
        lambda inner: (
            st.builds(EarliestOf, st.lists(inner, max_size=3).map(tuple))
            | st.builds(LatestOf, st.lists(inner, max_size=3).map(tuple))
        ),
        max_leaves=4,
    )


def dated(deadline, anchor, calendar, counting):
    """The due date, or None where the years do not reach."""
    try:
        return resolve(deadline, lambda _: anchor, anchor, calendar, counting)
    except DeadlineOutOfRange:
        return None


def replayed(steps, day):
    """The day to which a person comes who knows only the lines: counted days are numbered, moved ones step by one."""
    number = 0
    for step in steps:
        if step.effect == "counted":
            number += 1
            assert step.why == f"day {number}"
        day = step.day
    return day, number


@given(calendars(), DAYS, st.integers(1, 80), FIRST_DAYS)
def test_a_forward_count_replays_to_its_day(calendar, start, count, first_day):
    day, steps = count_forward(calendar, start, count, first_day)
    assert replayed(steps, start) == (day, count)
    first = start if first_day == "same_day" else start + timedelta(days=1)
    assert [step.day for step in steps] == [first + timedelta(days=n) for n in range(len(steps))]
    assert all((step.effect == "counted") == calendar.is_working_day(step.day) for step in steps)


@given(calendars(), DAYS, st.integers(1, 80))
def test_a_count_back_replays_to_its_day(calendar, start, count):
    day, steps = count_back(calendar, start, count)
    assert replayed(steps, start) == (day, count)
    assert [step.day for step in steps] == [start - timedelta(days=n + 1) for n in range(len(steps))]


@given(calendars(), DAYS, st.integers(1, 40))
def test_counting_back_undoes_counting_forward_from_a_working_day(calendar, start, count):
    assume(calendar.is_working_day(start))
    there, _ = count_forward(calendar, start, count, "day_after")
    assert count_back(calendar, there, count)[0] == start


@given(calendars(), DAYS, ROLLS)
def test_a_rolled_day_is_the_nearest_working_day_of_its_side(calendar, day, rule):
    to, steps = roll(calendar, day, rule)
    if rule == "keep":
        assert to == day
        return
    assert calendar.is_working_day(to)
    passed = [step.day for step in steps]
    assert not any(calendar.is_working_day(over) for over in passed)
    assert len(passed) == abs((to - day).days)
    assert roll(calendar, to, rule) == (to, ())


FORWARD = st.builds(Within, st.builds(Period, st.integers(1, 60), UNITS), st.none(), BY, FIRST_DAYS, ROLLS) | st.builds(
    Every, st.builds(Period, st.integers(1, 60), st.just("working_days"))
)


@given(calendars(), DAYS, DAYS, FORWARD)
def test_one_more_holiday_never_brings_a_forward_deadline_nearer(calendar, off, start, deadline):
    assume(off.weekday() < 5)
    assume(getattr(deadline, "if_not_working_day", "keep") != "previous_working_day")
    fewer, more = (
        calendar,
        with_one_more(calendar, off),
    )
    before, after = (dated(deadline, on_day(start, "x"), each, Counting(("any",))) for each in (fewer, more))
    assert before.latest <= after.latest


BACKWARD = st.builds(
    AtLeastBefore, st.builds(Period, st.integers(1, 12), UNITS), st.just(PANEL), BY, ROLLS
) | st.builds(WeekdayBefore, WEEKDAYS, BY, st.just(PANEL), ROLLS)


@given(calendars(), DAYS, DAYS, BACKWARD)
def test_one_more_holiday_never_brings_a_backward_deadline_later(calendar, off, start, deadline):
    assume(off.weekday() < 5)
    assume(deadline.if_not_working_day != "next_working_day")
    more = with_one_more(calendar, off)
    before, after = (dated(deadline, on_day(start, "x"), each, Counting(("any",))) for each in (calendar, more))
    assume(before is not None)
    assume(after is not None)
    assert before.latest >= after.latest


@given(calendars(), deadlines(), ANCHORS, COUNTINGS)
def test_every_deadline_has_a_proof_that_begins_at_its_anchor_and_ends_on_its_day(calendar, deadline, anchor, counting):
    due = dated(deadline, anchor, calendar, counting)
    if due is None or isinstance(due, NoDate):
        return
    assert due.earliest <= due.latest
    assert due.earliest.tzinfo is UTC
    assert due.latest.tzinfo is UTC
    ends = [step for step in due.proof.steps if step.effect == "end"]
    assert ends[-1].day == due.day
    assert any(step.effect == "start" for step in due.proof.steps)
    assert due.day == local_date(due.latest) or due.latest <= end_of_day(due.day)
    assert all(line and "\n" not in line for line in due.proof.lines())


@given(calendars(), deadlines(), ANCHORS, COUNTINGS, INSTANTS, INSTANTS)
def test_nothing_done_sooner_stands_worse(calendar, deadline, anchor, counting, one, other):
    due = dated(deadline, anchor, calendar, counting)
    if isinstance(due, Due):
        order = {"in_time": 0, "not_known": 1, "late": 2}
        sooner, later = sorted((one, other))
        assert order[due.standing(sooner)] <= order[due.standing(later)]


@given(calendars(), forms(), DAYS, st.integers(0, 24 * 60 - 1), COUNTINGS, INSTANTS)
def test_an_hour_that_is_not_known_never_gives_a_wrong_answer(calendar, deadline, day, minute, counting, moment):
    """Whatever is said of a day alone is also said of every instant of it."""
    assume(not isinstance(deadline, RelativeTo) or deadline.relation != "by")
    whole = on_day(day, "panel")
    exact = at_instant(whole.earliest + timedelta(minutes=minute), "panel")
    assume(exact.day == day)
    vague, known = (dated(deadline, anchor, calendar, counting) for anchor in (whole, exact))
    if not (isinstance(vague, Due) and isinstance(known, Due)):
        return
    for each in (moment, known.earliest, known.latest, vague.earliest, vague.latest):
        for near in (each, each - timedelta(seconds=1), each + timedelta(seconds=1)):
            assert vague.standing(near) in ("not_known", known.standing(near))


@given(calendars(), st.lists(forms(), min_size=1, max_size=3), ANCHORS, COUNTINGS, INSTANTS)
def test_the_earliest_is_late_as_soon_as_one_is_and_the_latest_when_all_are(calendar, parts, anchor, counting, moment):
    dues = [dated(part, anchor, calendar, counting) for part in parts]
    assume(all(isinstance(due, Due) for due in dues))
    earliest = dated(EarliestOf(tuple(parts)), anchor, calendar, counting)
    latest = dated(LatestOf(tuple(parts)), anchor, calendar, counting)
    for each in (moment, *(end for due in dues for end in (due.earliest, due.latest))):
        standings = [due.standing(each) for due in dues]
        assert (earliest.standing(each) == "late") == ("late" in standings)
        assert (earliest.standing(each) == "in_time") == (set(standings) == {"in_time"})
        assert (latest.standing(each) == "late") == (set(standings) == {"late"})
        assert (latest.standing(each) == "in_time") == ("in_time" in standings)


@given(INSTANTS)
def test_an_instant_written_is_read_back(instant):
    assert parse_instant(iso(instant)) == instant


@given(st.text() | st.from_regex(r"[0-9:TZ+ -]{0,26}", fullmatch=True))
def test_no_text_breaks_the_readers(text):
    for read in (parse_instant, parse_date):
        with suppress(UnreadableTime):
            assert read(text)


@given(st.integers(), st.sampled_from(["hours", "days", "working_days", "weeks", "months", "years"]), DAYS)
def test_no_count_breaks_a_deadline(count, unit, day):
    assume(count >= 1)
    calendar = Calendar((DaysOff("any", "1", "sha256:any", date(2028, 12, 31), {date(2012, 1, 2): "a day off"}),))
    for deadline in (Within(Period(count, unit)), AtLeastBefore(Period(count, unit), PANEL)):
        due = dated(deadline, on_day(day, "x"), calendar, Counting(("any",)))
        assert due is None or isinstance(due, Due)


def test_times_are_compared_in_utc_only():
    first, second = parse_instant("2026-10-25T01:30+01:00"), parse_instant("2026-10-25T01:30+00:00")
    assert first < second
