"""A proof replays: a person who has only its steps, a list of holidays and a pencil comes to the same date.

The checker below knows nothing of the package. It reads the steps as plain values, takes each of them itself, and
refuses one that does not follow from the one before.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.calendars import oracle
from tests.calendars.rows import read_rows
from tests.calendars.test_due_rows import resolved
from tests.calendars.test_laws import ANCHORS, COUNTINGS, calendars, dated, deadlines, periods
from tests.calendars.test_oracle import plain

from carepanel.calendars.due import Due
from carepanel.calendars.forward import repeated
from carepanel.calendars.instants import DeadlineOutOfRange
from carepanel.determine.requirements import proof_steps
from carepanel.model.deadlines import Every
from carepanel.render.json_ import to_json

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
A_DAY = r"[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2} \d{4}"
SHOWN = rf"({A_DAY}) (\d\d:\d\d(?::\d\d)?)( GMT| BST)?"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_shown(text):
    _, day, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))


def instant_shown(text):
    """The naive instant in UTC of a clock time as people are shown it."""
    day, clock, zone = re.search(SHOWN, text).groups()
    on_the_wall = datetime.fromisoformat(f"{day_shown(day)}T{clock}")
    return on_the_wall if zone == " GMT" else oracle.instant_of(on_the_wall)


def end_shown(why):
    """The naive instants in UTC, the first and the last, at which a deadline passes as the end of its proof is shown."""
    instants = [instant_shown(shown[0]) for shown in re.finditer(SHOWN, why)]
    if instants:
        assert len(instants) == (2 if "between" in why else 1), why
        return instants[0], instants[-1]
    [day] = map(day_shown, re.findall(A_DAY, why))
    over = oracle.midnight(day + DAY)
    return (oracle.midnight(day) if "an hour of" in why else over), over


class Replay:
    """The day to which the steps lead, taken one after the other. `is_off` says of a day that it does not work."""

    def __init__(self, is_off):
        self.is_off = is_off
        self.day = None
        self.clock = None
        self.number = 0
        self.origins = set()
        self.ends = []

    def take(self, step):
        on = None if step["day"] is None else date.fromisoformat(step["day"])
        getattr(self, step["effect"])(on, step["why"])

    def start(self, on, why):
        """From an anchor; the first time of something that repeats is where the proof before it ends."""
        assert on is not None
        if why.startswith("the first time, "):
            assert self.ends.pop() == on
        self.day, self.number, self.origins = on, 0, set()
        found = None if "between" in why or "hour not known" in why else re.search(SHOWN, why)
        self.clock = instant_shown(found[0]) if found else None
        self.spread = False

    def note(self, on, why):
        """What repeats is counted from its origin, or from its first time, or, in working days, from the last time."""
        if repeats := re.match(
            r"repeats every .* from this day(?:, the first after (\d+) (.+?)s?)?(?:; repetition \d+)?$", why
        ):
            count, unit = repeats.groups()
            first = oracle.after(on, int(count), f"{unit}s".replace(" ", "_"), "day_after") if count else on
            self.day, self.number, self.origins = on, 0, {on, first}
        elif re.match(r"\d+ working days?(;| counted back;)", why):
            assert on == self.day or self.origins
            self.day = on

    def skipped(self, on, why):
        assert self.is_off(on), (on, why)
        self.step_to(on)

    def counted(self, on, why):
        if day_number := re.fullmatch(r"day (\d+)", why):
            self.number += 1
            assert int(day_number[1]) == self.number
            assert not self.is_off(on)
            self.step_to(on)
        elif weekday := re.fullmatch(rf"the last (\w+) before ({A_DAY})", why):
            assert day_shown(weekday[2]) == self.day
            self.day = oracle.weekday_before(self.day, weekday[1].lower())
        elif period := re.fullmatch(
            rf"(\d+) (\w+?)s? (after|before|counting from and including) ({A_DAY})(?:, as [a-z ]+)?(; that month has no (\d+).*)?",
            why,
        ):
            count, unit, way, base = int(period[1]), period[2] + "s", period[3], day_shown(period[4])
            assert base in (self.origins or {self.day})
            first_day = "same_day" if way.startswith("counting") else "day_after"
            self.day = (
                oracle.before(base, count, unit) if way == "before" else oracle.after(base, count, unit, first_day)
            )
            corresponding = self.day + DAY if first_day == "same_day" else self.day
            short = unit in ("months", "years") and corresponding.day != base.day
            assert (bool(period[5]), not short or int(period[6]) == base.day) == (short, True), why
            assert not short or (self.day + DAY).day == 1
        else:
            hours, way = re.match(r"(\d+) elapsed hours? (after|before): ", why).groups()
            self.elapsed(timedelta(hours=int(hours)) * (1 if way == "after" else -1), why)
            self.day = on
        assert self.day == on, why

    def step_to(self, on):
        """To the next day or the one before, and only there; the first may be the day itself."""
        assert abs(on - self.day) == DAY or (on == self.day and self.number <= 1), (on, self.day)
        self.day = on

    def elapsed(self, span, why):
        if self.clock is not None:
            self.clock += span
            assert instant_shown(why) == self.clock
        else:
            self.spread = True
            begin, over = re.findall(rf"{A_DAY} \d\d:\d\d(?::\d\d)?(?: GMT| BST)?", why)
            shown = (instant_shown(begin), instant_shown(over))
            assert shown == (oracle.midnight(self.day) + span, oracle.midnight(self.day + DAY) + span)

    def moved(self, on, why):
        """One day on or back. From an hour that is not known several days may move, each apart."""
        assert self.is_off(on), (on, why)
        way = DAY if why.endswith("moved on one day") else -DAY
        assert way == DAY or why.endswith("moved back one day")
        assert on == self.day or self.spread
        self.day = on + way
        if self.clock is not None:
            wall = oracle.local(self.clock)
            self.clock = oracle.instant_of(datetime.combine(self.day, wall.time()))

    def end(self, on, why):
        if several := re.search(r"the (earliest|latest) of the (\d+)$", why):
            parts = [self.ends.pop() for _ in range(int(several[2]))]
            self.day = (min if several[1] == "earliest" else max)(parts)
        assert on == self.day or self.spread, why
        _, last = end_shown(why)
        assert on in {oracle.local(last).date(), oracle.local(last - TICK).date()}, why
        self.ends.append(on)


def days_off(calendar):
    def is_off(day):
        listed = calendar.lists[0].listed if day <= calendar.horizon else oracle.regular(day.year)
        return day.isoweekday() > 5 or day in listed

    return is_off


def check(due, calendar):
    replay = Replay(days_off(calendar))
    steps = [to_json(step) for step in proof_steps(due.proof)]
    for step in steps:
        replay.take(step)
    assert replay.ends[-1] == due.day
    assert len(replay.ends) == 1
    last = [step for step in steps if step["effect"] == "end"][-1]["why"]
    assert end_shown(last) == (plain(due.earliest), plain(due.latest)), last


@given(calendars(), deadlines(), ANCHORS, COUNTINGS)
def test_the_proof_of_any_deadline_replays_to_its_date(calendar, deadline, anchor, counting):
    due = dated(deadline, anchor, calendar, counting)
    if isinstance(due, Due):
        check(due, calendar)


@given(calendars(), st.builds(Every, periods(), st.none(), st.none(), st.none() | periods()), ANCHORS, COUNTINGS)
def test_the_proof_of_every_repetition_replays_to_its_date(calendar, deadline, anchor, counting):
    try:
        dues = list(islice(repeated(deadline, anchor, calendar, counting), 4))
    except DeadlineOutOfRange:
        return
    for number, due in enumerate(dues, 1):
        check(due, calendar)
        assert any(step.why.endswith(f"; repetition {number}") for step in due.proof.steps)
    assert all(earlier.latest < later.latest for earlier, later in pairwise(dues))


def test_the_proof_of_every_row_replays_to_its_date(calendar):
    replayed = 0
    for row in read_rows():
        if {"due", "between"} & set(row.expected) and not any(
            " to " in text for text in row.expected["given"].values()
        ):
            check(resolved(row, calendar), calendar)
            replayed += 1
    assert replayed > 230


@given(st.data())
def test_the_checker_refuses_a_proof_in_which_a_day_is_left_out(data):
    """A checker that took every proof would prove nothing."""
    calendar = data.draw(calendars())
    due = dated(*(data.draw(each) for each in (deadlines(), ANCHORS)), calendar, data.draw(COUNTINGS))
    if not isinstance(due, Due):
        return
    days = [n for n, step in enumerate(due.proof.steps) if re.fullmatch(r"day \d+", step.why)]
    if len(days) < 2:
        return
    left_out = data.draw(st.sampled_from(days[:-1]))
    replay = Replay(days_off(calendar))
    try:
        for n, step in enumerate([to_json(step) for step in proof_steps(due.proof)]):
            if n != left_out:
                replay.take(step)
    except AssertionError:
        return
    raise AssertionError("the checker did not miss a day")
