"""An independent oracle and the package agree on the dates of both shipped policies, however they are read."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import islice

import pytest
from tests.calendars import oracle
from tests.calendars.every_option import chosen, plain, under_every_option
from tests.calendars.test_oracle import HOURS, TICK, YEARS, assert_same, critical, hours_of, hours_sampled
from tests.calendars.test_oracle import plain as in_utc
from tests.examples import AUTHORITIES, policy

from carepanel.calendars.due import at_instant, on_day, resolve
from carepanel.calendars.meetings import held_from, occurrences
from carepanel.conditions.moments import EventMoment, MeetingMoment
from carepanel.determine import meeting as choosing
from carepanel.determine import moments
from carepanel.determine.determine import Question
from carepanel.determine.moments import cut_off

COUNTED = ("first_day", "exactly_on_time")
# The moments that a meeting alone settles.
IT = EventMoment("it")
OF_THE_MEETING = {"panel", "panel.usual_day", "panel.cut_off", "panel.cut_off less 1 week"}


def counting_of(authority):
    return {key: plain(authority)["counting"][key] for key in COUNTED}


@cache
def determiner(authority, choices):
    """The package's own reading of the policy under these options."""
    return policy(authority)._prepare(dict(choices)).determiner


def written_deadlines(authority):
    """Every deadline of the file: its section, its entry, and how it is written."""
    document = plain(authority)
    for section in ("decisions", "obligations"):
        for name, entry in document[section].items():
            yield section, name, entry["deadline"]
    for name, entry in document["meetings"].items():
        if "deadline" in entry["cut_off"]:
            yield "meetings", name, entry["cut_off"]["deadline"]


def read_by_the_package(authority, section, name, choices):
    terms = determiner(authority, tuple(sorted(choices.items()))).program.terms
    if section == "meetings":
        return terms.panels[name].cut_off.deadline, terms.counting
    return next(found for found in terms.of(section) if found.name == name).deadline, terms.counting


@cache
def every_deadline(authority):
    """Each deadline under each option it rests on: as written, how the file counts, and as the package reads both."""
    found = {}
    for section, name, written in written_deadlines(authority):
        for choices, value in under_every_option(authority, {"deadline": written, **counting_of(authority)}):
            read = read_by_the_package(authority, section, name, choices)
            value["deadline"], deadline = same_moment(value["deadline"]), same_moment_as_read(read[0])
            found[json.dumps(value, sort_keys=True), repr((deadline, read[1]))] = (value, deadline, read[1])
    return tuple(found.values())


def same_moment(form):
    """The deadline counted from one moment, whichever it names: here only the counting is tried."""
    if isinstance(form, str):
        return form
    return {key: "it" if key in ("after", "before", "at") or len(form) == 1 else each for key, each in form.items()}


def same_moment_as_read(deadline):
    named = {key: IT for key in ("after", "before", "moment") if getattr(deadline, key, None) is not None}
    return replace(deadline, **named)


def check_deadlines(authority, hours, calendar):
    """The number of due dates compared: each deadline, whatever it counts from having come at each hour."""
    compared = 0
    for hour in hours:
        starts = [(at_instant(hour.replace(tzinfo=UTC), "it"), hour)]
        if oracle.local(hour).time() == time(0):
            day = oracle.local(hour).date()
            starts.append((on_day(day, "it"), day))
        for anchor, start in starts:
            for value, deadline, counting in every_deadline(authority):
                written, first_day, on_time = value["deadline"], *(value[key] for key in COUNTED)
                if isinstance(start, datetime) or "hours" not in str(written):
                    found = resolve(deadline, lambda _, anchor=anchor: anchor, anchor, calendar, counting)
                    expected = oracle.due(written, lambda _, start=start: start, first_day, on_time)
                    assert_same(found, expected, value, start)
                    compared += 1
    return compared


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("year", YEARS)
def test_every_deadline_agrees_from_a_sample_of_hours(authority, year, calendar):
    assert check_deadlines(authority, hours_sampled(year), calendar) > HOURS * len(every_deadline(authority))


@pytest.mark.long
@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("year", YEARS)
def test_every_deadline_agrees_from_every_hour(authority, year, calendar):
    assert check_deadlines(authority, hours_of(year), calendar) > 365 * 24 * len(every_deadline(authority))


def test_the_deadlines_of_each_policy_are_all_there():
    """As counted in the files by hand: the forms that have readings in them come out once for each option."""
    forms = {
        authority: {json.dumps(value["deadline"]) for value, _, _ in every_deadline(authority)}
        for authority in AUTHORITIES
    }
    camden, wandsworth = forms["camden"], forms["wandsworth"]
    assert sum("thursday" in form for form in camden) == 6  # noon or midnight, three rules for a holiday
    assert sum("tuesday" in form for form in camden) == 3  # three rules for a holiday
    assert sum("within" in form for form in camden) == 4  # hours or working days, kept or run on
    assert sum("2 working days" in form or "monday" in form for form in wandsworth) == 6  # three rules, two hours
    assert sum("3 working days" in form for form in wandsworth) == 4  # two first days, two hours


# Meetings


def panel_of(value):
    of_panel = value["panel"]
    starts = None if of_panel["starts"] == "not_stated" else time.fromisoformat(of_panel["starts"])
    form = of_panel["cut_off"]["deadline"]
    rule = of_panel["if_not_working_day"]
    return oracle.Panel(of_panel["meets"]["day"], starts, rule, form, value["exactly_on_time"])


def meeting_as_written(authority):
    return {"panel": plain(authority)["meetings"]["panel"], **counting_of(authority)}


@cache
def every_panel(authority):
    """The panel under every combination of the options that its meetings and their cut-offs rest on."""
    return tuple(
        (tuple(sorted(choices.items())), panel_of(value))
        for choices, value in under_every_option(authority, meeting_as_written(authority))
    )


def evaluation_at(authority, choices, at):
    case = policy(authority).read_case({"case": "X-1", "facts": {}, "events": []})
    return determiner(authority, choices).weigh(Question(case, at, at)).evaluation


def check_cut_offs(authority, choices, panel, years, share=1.0):
    """The number of hours at which it is asked how each cut-off stands: from ten days before it to a day after."""
    evaluation = evaluation_at(authority, choices, datetime(2026, 3, 2, 9, tzinfo=UTC))
    of_package = evaluation.panel("panel")
    draw, compared = random.Random(years.start), 0
    expected = {meeting.usual_day: meeting for meeting in oracle.meetings(panel)}
    first, last = date(years.start, 1, 1), date(years.stop - 1, 12, 31)
    for meeting in occurrences(of_package.days, evaluation.calendar, first, last):
        if draw.random() > share:
            continue
        other = expected.get(meeting.usual_day)
        assert meeting.day == (other.day if other else None), (choices, meeting)
        if other is None:
            continue
        found = cut_off(of_package, meeting, evaluation)
        assert_same(found, other.cut_off, choices, meeting)
        last_hour = other.cut_off[1].replace(minute=0) + oracle.DAY
        for hour in (last_hour - n * oracle.HOUR for n in range(11 * 24)):
            assert found.standing(hour.replace(tzinfo=UTC)) == oracle.standing(other.cut_off, hour), (choices, hour)
            compared += 1
        for moment in critical(other.cut_off):
            assert found.standing(moment.replace(tzinfo=UTC)) == oracle.standing(other.cut_off, moment), moment
    return compared


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_the_cut_offs_agree_at_a_sample_of_meetings_under_every_option(authority):
    for choices, panel in every_panel(authority):
        assert check_cut_offs(authority, choices, panel, range(2020, 2036), share=0.01)


@pytest.mark.long
@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("year", YEARS)
def test_every_cut_off_agrees_at_every_hour_under_every_option(authority, year):
    for choices, panel in every_panel(authority):
        assert check_cut_offs(authority, choices, panel, range(year, year + 1)) >= 44 * 11 * 24


def moments_in(form):
    match form:
        case {"by": moment} | {"before": moment} | {"at": moment} if len(form) == 1:
            return [moment]
        case {"before": moment} | {"after": moment}:
            return [moment]
        case _:
            return [None]


def moments_of(meeting):
    """When each moment of a meeting comes; a cut-off at the end of a day is that day."""
    passed, _, excluded = meeting.cut_off
    ends_a_day = excluded and oracle.local(passed).time() == time(0)
    came = oracle.local(passed - TICK).date() if ends_a_day else passed
    week = 7 * oracle.DAY
    earlier = came - week if ends_a_day else oracle.instant_of(oracle.local(passed) - week)
    return {
        "panel": meeting.begins,
        "panel.usual_day": meeting.usual_day,
        "panel.cut_off": came,
        "panel.cut_off less 1 week": earlier,
    }


def settled_by_the_meeting(authority):
    """Each deadline that a meeting alone settles, under every combination of options, once however many duties have it:
    the options, the id of one such duty, and the value.
    """
    found = {}
    for section, name, written in written_deadlines(authority):
        for choices, value in under_every_option(authority, {"deadline": written, **meeting_as_written(authority)}):
            of_the_meeting = all(str(moment) in OF_THE_MEETING for moment in moments_in(value["deadline"]))
            if section != "meetings" and of_the_meeting:
                found[json.dumps((value, choices), sort_keys=True)] = (choices, f"{section}.{name}", value)
    return found.values()


def check_duties_of_the_meeting(authority, share):
    """The number of due dates compared, at a share of the combinations and of the meetings."""
    draw, compared = random.Random(authority), 0
    for choices, name, value in settled_by_the_meeting(authority):
        if draw.random() < share:
            evaluation = evaluation_at(authority, tuple(sorted(choices.items())), datetime(2026, 3, 2, 9, tzinfo=UTC))
            requirement = evaluation.requirement(name)
            panel = panel_of(value)
            for meeting in oracle.meetings(panel):
                if draw.random() > share or meeting.usual_day.year not in YEARS:
                    continue
                came = moments_of(meeting)
                day = meeting.usual_day
                found = next(occurrences(evaluation.panel("panel").days, evaluation.calendar, day, day))
                due = evaluation.at_meeting("panel", found).due(requirement.deadline, None)
                on_time = value["exactly_on_time"]
                expected = oracle.due(value["deadline"], came.__getitem__, value["first_day"], on_time)
                assert_same(due, expected, name, choices, meeting)
                compared += 1
    return compared


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_what_is_due_by_a_meeting_agrees_at_a_sample_of_meetings(authority):
    assert check_duties_of_the_meeting(authority, 0.04) > 200


@pytest.mark.long
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_what_is_due_by_every_meeting_agrees_under_every_option(authority):
    assert check_duties_of_the_meeting(authority, 1) > 700 * len(settled_by_the_meeting(authority))


def one_option_at_a_time(authority):
    """The panel as the policy reads it, and with one reading taken otherwise at a time."""
    own = chosen(authority)
    for choices, panel in every_panel(authority):
        if sum(own[name] != option for name, option in choices) <= 1:
            yield choices, panel


def as_the_policy_reads_it(authority):
    own = chosen(authority)
    return next(both for both in every_panel(authority) if all(own[name] == option for name, option in both[0]))


def check_next(authority, choices, panel, hours):
    """The number of meetings compared: the next one after each hour, and the next whose cut-off is still to come."""
    evaluation, compared = evaluation_at(authority, choices, datetime(2026, 3, 2, 9, tzinfo=UTC)), 0
    for hour in hours:
        after = at_instant(hour.replace(tzinfo=UTC), "it")
        for which in ("next", "next_open"):
            found = evaluation.when(MeetingMoment("panel", which=which), after).anchor
            expected = oracle.next_meeting(panel, hour, is_open=which == "next_open")
            assert in_utc(found.earliest) == oracle.first_instant(expected.begins), (choices, which, hour)
            compared += 1
        evaluation._whens.clear()
    return compared


def check_first(authority, hours):
    """The number of hours at which the first meeting that a new case can make, and its cut-off, were compared."""
    choices, panel = as_the_policy_reads_it(authority)
    asked = determiner(authority, choices)
    case = policy(authority).read_case({"case": "X-1", "facts": {}, "events": []})
    compared = 0
    for hour in hours:
        at = hour.replace(tzinfo=UTC)
        weighed = asked.weigh(Question(case, at, at))
        expected = oracle.first_it_can_make(panel, hour)
        assert (weighed.meeting.usual_day, weighed.meeting.day) == (expected.usual_day, expected.day), hour
        assert_same(cut_off(weighed.panel, weighed.meeting, weighed.evaluation), expected.cut_off, hour)
        compared += 1
    return compared


def cut_offs_sampled(authority, year):
    """The very instants of a few cut-offs of the year, drawn at random (seeded)."""
    _, panel = as_the_policy_reads_it(authority)
    passed = [meeting.cut_off[1] for meeting in oracle.meetings(panel) if meeting.day.year == year]
    return random.Random(year).sample(passed, 4)


@pytest.fixture
def remembered_by_the_day(monkeypatch):
    """The first meetings from a day on, and the cut-off of a meeting, rest on no instant: worked out once for each."""
    known = {}

    def cut_off_once(panel, meeting, evaluation):
        key = (id(evaluation.program), panel.id, meeting)
        if key not in known:
            known[key] = cut_off(panel, meeting, evaluation)
        return known[key]

    @cache
    def first_few(days, calendar, day):
        return tuple(islice(held_from(days, calendar, day), 3))

    def held_once(days, calendar, day):
        yield from first_few(days, calendar, day)
        yield from islice(held_from(days, calendar, day), 3, None)

    for module in (choosing, moments):
        monkeypatch.setattr(module, "cut_off", cut_off_once)
        monkeypatch.setattr(module, "held_from", held_once)


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("year", YEARS)
def test_the_meetings_agree_from_a_sample_of_hours(authority, year):
    hours = [*hours_sampled(year), *cut_offs_sampled(authority, year)]
    assert check_first(authority, hours) == len(hours)
    for choices, panel in one_option_at_a_time(authority):
        assert check_next(authority, choices, panel, hours[:: HOURS // 4]) > 0


@pytest.mark.long
@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.usefixtures("remembered_by_the_day")
def test_the_meetings_agree_from_every_hour(authority, year):
    assert check_first(authority, hours_of(year)) >= 365 * 24
    for choices, panel in one_option_at_a_time(authority):
        assert check_next(authority, choices, panel, hours_of(year)) >= 2 * 365 * 24
