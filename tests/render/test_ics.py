"""Calendars for calendar programs, read back by the library they are written with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import icalendar
import pytest
import yaml

from carepanel import load_policy
from carepanel.render.ics import Entry, ics, when_due
from carepanel.render.timetable_ics import timetable_ics
from carepanel.render.work_list_ics import work_list_ics
from tests.examples import AUTHORITIES, EXAMPLES, ROOT, policy

if TYPE_CHECKING:
    from pathlib import Path

    from carepanel import Policy

STAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)


def stated_hours() -> Policy:
    return load_policy(ROOT / "tests/data/policies/good/stated_hours.yaml")


def read(text: str) -> dict[str, icalendar.Event]:
    """The entries by UID, each once."""
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert len({str(event["uid"]) for event in events}) == len(events)
    return {str(event["uid"]): event for event in events}


def test_the_meetings_and_their_dates_are_entries_at_local_time() -> None:
    found = read(timetable_ics(policy("wandsworth").dates("2026-03-25", "2026-04-08"), STAMP))
    uid = "wandsworth/care_panel/panel/2026-04-01"
    london = ZoneInfo("Europe/London")
    assert found[f"{uid}@carepanel"].start == datetime(2026, 4, 1, 12, tzinfo=london)
    assert found[f"{uid}@carepanel"].start.utcoffset() == datetime(2026, 4, 1, 12, tzinfo=london).utcoffset()
    assert found[f"{uid}/cut_off@carepanel"].start == datetime(2026, 3, 30, 17, tzinfo=london)
    # the end of the third working day: an entry of the whole day
    assert found[f"{uid}/record_decision@carepanel"].start == date(2026, 4, 8)
    assert str(found[f"{uid}@carepanel"]["dtstart"].params["TZID"]) == "Europe/London"


def test_the_zone_is_described_and_the_lines_are_those_of_the_standard() -> None:
    text = timetable_ics(policy("wandsworth").dates("2026-03-25", "2026-04-08"), STAMP)
    calendar = icalendar.Calendar.from_ical(text)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    name = "Wandsworth Care Panel (London Borough of Wandsworth)"
    assert (str(calendar["name"]), str(calendar["x-wr-calname"])) == (name, name)
    lines = text.split("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert {str(event["dtstamp"].dt) for event in calendar.walk("VEVENT")} == {str(STAMP)}


def test_a_meeting_moved_keeps_its_uid_and_one_not_held_is_cancelled_with_its_dates() -> None:
    moved = read(timetable_ics(policy("camden").dates("2026-04-06", "2026-04-06"), STAMP))
    uid = "camden/care_pathways_panel/panel/2026-04-06@carepanel"
    assert moved[uid].start == date(2026, 4, 7)
    assert "moved from Mon 6 Apr 2026: Easter Monday" in moved[uid]["description"]
    dropped = policy("camden").dates("2026-04-06", "2026-04-06", readings={"bank_holiday_monday": "not_held"})
    found = read(timetable_ics(dropped, STAMP))
    assert set(found) == set(moved)
    assert {str(event["status"]) for event in found.values()} == {"CANCELLED"}
    assert {event.start for event in found.values()} == {date(2026, 4, 6)}
    assert "not held: Easter Monday" in found[uid]["description"]


def test_a_meeting_whose_hours_are_stated_lasts_from_the_one_to_the_other() -> None:
    found = read(timetable_ics(stated_hours().dates("2026-03-09", "2026-03-16"), STAMP))
    london = ZoneInfo("Europe/London")
    first, cancelled = (found[f"test/panel/panel/2026-03-{day}@carepanel"] for day in ("09", "16"))
    assert (first.start, first.end) == (
        datetime(2026, 3, 9, 13, tzinfo=london),
        datetime(2026, 3, 9, 16, tzinfo=london),
    )
    assert (str(first["status"]), str(cancelled["status"])) == ("CONFIRMED", "CANCELLED")
    assert cancelled.end == datetime(2026, 3, 16, 16, tzinfo=london)
    # the second panel starts when the first ends, and nobody says for how long
    second = found["test/panel/second_panel/2026-03-09@carepanel"]
    assert (second.start, "dtend" in second) == (datetime(2026, 3, 9, 16, tzinfo=london), False)
    # 48 hours from some hour of the Monday
    assert found["test/panel/panel/2026-03-09/finalise_outcome@carepanel"].start == date(2026, 3, 11)


def test_every_duty_has_its_entry_whichever_days_are_asked_for() -> None:
    # until Easter the agenda goes out at the cut-off
    march, april = (
        read(timetable_ics(stated_hours().dates("2026-03-02", last), STAMP)) for last in ("2026-03-22", "2026-04-12")
    )
    assert "test/panel/panel/2026-03-09/send_agenda@carepanel" in march
    assert set(march) < set(april)
    assert {uid: event.start for uid, event in march.items()} == {uid: april[uid].start for uid in march}


def test_an_extra_meeting_on_the_day_from_which_another_was_moved_is_no_other_version_of_it(tmp_path: Path) -> None:
    text = (ROOT / "policies/camden.yaml").read_text(encoding="utf-8")
    extra = '    starts: not_stated\n    extra: {"2026-04-06": Many}\n'
    path = tmp_path / "camden.yaml"
    path.write_text(text.replace("    starts: not_stated\n", extra, 1), encoding="utf-8")
    found = read(timetable_ics(load_policy(path).dates("2026-04-06", "2026-04-07"), STAMP))
    uid = "camden/care_pathways_panel/panel/{}2026-04-06@carepanel"
    assert [found[uid.format(which)].start for which in ("", "extra-")] == [date(2026, 4, 7), date(2026, 4, 6)]


def test_a_date_moved_by_a_day_off_says_so() -> None:
    found = read(timetable_ics(policy("camden").dates("2026-01-05", "2026-01-05"), STAMP))
    cut_off = found["camden/care_pathways_panel/panel/2026-01-05/cut_off@carepanel"]
    assert cut_off.start == datetime(2025, 12, 31, 12, tzinfo=ZoneInfo("Europe/London"))
    assert "moved from Thu 1 Jan 2026: New Year’s Day" in cut_off["description"]


def test_uids_are_the_same_whenever_it_is_printed() -> None:
    dates = policy("camden").dates("2026-01-01", "2026-06-30")
    first, second = read(timetable_ics(dates, STAMP)), read(timetable_ics(dates, LATER))
    assert list(first) == list(second)
    assert {uid: event.start for uid, event in first.items()} == {uid: event.start for uid, event in second.items()}


def test_a_provisional_date_is_tentative() -> None:
    found = read(timetable_ics(policy("camden").dates("2028-12-01", "2029-01-31"), STAMP))
    beyond = [e for e in found.values() if str(e["dtstart"].to_ical(), "ascii") > "2029"]
    assert {str(event["status"]) for event in beyond} == {"TENTATIVE"}
    assert str(found["camden/care_pathways_panel/panel/2028-12-04@carepanel"]["status"]) == "CONFIRMED"


def test_years_far_ahead_keep_their_summer_time() -> None:
    text = ics("x", [Entry("a", datetime(2061, 7, 5, 11, tzinfo=UTC), "s", "d")], STAMP)
    [event] = read(text).values()
    assert event.start.hour == 12


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_work_list_names_a_case_by_its_reference_and_says_nothing_else_of_it(authority: str) -> None:
    cases = sorted((EXAMPLES / "cases" / authority).glob("*.yaml"))[::4]
    asked = policy(authority)
    plain = [yaml.safe_load(case.read_text(encoding="utf-8")) for case in cases]
    tasks = asked.obligations(cases, "2026-03-06T09:00")
    text = work_list_ics(tasks, asked.terms, STAMP)
    found = read(text)
    assert found
    assert {str(event["summary"]) for event in found.values()} <= {
        f"{c['case']}: due, {asked.terms.title}" for c in plain
    }
    unfolded = text.replace("\r\n ", "")
    for case in plain:
        for value in case.get("facts", {}).values():
            assert not (isinstance(value, str) and len(value) > 9 and value in unfolded), value
    for task in tasks:
        o = task.obligation
        told = {o.id, o.title, o.action, o.actor_says, *(f"[{clause}]" for clause in o.clause)}
        assert not [words for words in told if words in unfolded]


def test_a_work_list_says_what_is_to_be_done_when_asked_to() -> None:
    asked = policy("camden")
    tasks = asked.obligations([EXAMPLES / "cases/camden/late_papers.yaml"], "2026-03-05T12:01")
    found = read(work_list_ics(tasks, asked.terms, STAMP, say_what=True))
    said = {str(event["summary"]): str(event["description"]) for event in found.values()}
    assert "[6.4a]" in said["CAM-2026-0001: lodge all papers with the Business Support Officer"]


def test_only_what_is_open_and_dated_is_in_the_calendar() -> None:
    asked = policy("camden")
    tasks = asked.obligations([EXAMPLES / "cases/camden/late_papers.yaml"], "2026-03-05T12:01")
    found = read(work_list_ics(tasks, asked.terms, STAMP))
    wanted = [t for t in tasks if t.is_open and t.obligation.due is not None]
    assert len(found) == len(wanted) > 0
    [missed] = [event for event in found.values() if "missed" in str(event["description"])]
    assert missed.start == datetime(2026, 3, 5, 12, tzinfo=ZoneInfo("Europe/London"))


def test_an_entry_stands_on_the_last_day_that_is_in_time_for_sure() -> None:
    asked = policy("camden")
    tasks = asked.obligations([EXAMPLES / "cases/camden/not_put_forward.yaml"], "2026-03-02T09:00")
    [views] = [task for task in tasks if task.obligation.id == "gather_views"]
    # before a panel whose hour is not stated: Monday itself may be too late
    [event] = read(work_list_ics([views], asked.terms, STAMP)).values()
    assert (views.obligation.due_says, event.start) == ("before Mon 9 Mar 2026", date(2026, 3, 8))


def test_an_entry_keeps_its_uid_when_something_earlier_is_put_on_record() -> None:
    asked, at = policy("camden"), "2026-03-10T09:00"
    case = yaml.safe_load((EXAMPLES / "cases/camden/late_papers.yaml").read_text(encoding="utf-8"))
    earlier = {"event": "outcome_sent_to_chair", "at": "2026-03-09T16:20"}
    one, two = (
        set(read(work_list_ics(asked.obligations([{**case, "events": events}], at), asked.terms, STAMP)))
        for events in (case["events"], [*case["events"], earlier])
    )
    assert one < two


@pytest.mark.parametrize(
    ("due", "shown"),
    [
        (datetime(2026, 3, 6, 0, tzinfo=UTC), date(2026, 3, 5)),  # the end of Thursday
        (datetime(2026, 7, 2, 23, tzinfo=UTC), date(2026, 7, 2)),  # the end of a Thursday in summer
        (datetime(2026, 3, 5, 12, tzinfo=UTC), datetime(2026, 3, 5, 12, tzinfo=UTC)),
    ],
)
def test_the_end_of_a_day_is_the_whole_day(due: datetime, shown: date) -> None:
    assert when_due(due) == shown
