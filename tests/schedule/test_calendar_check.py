"""The calendar check against bank holidays from another source, and against dates worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import holidays
import pytest

from carepanel.calendars.anchors import Due
from carepanel.calendars.meetings import Meeting
from carepanel.errors import CannotDetermine
from carepanel.loading import Source, load
from carepanel.schedule.calendar_check import calendar_check
from carepanel.schedule.findings import KINDS
from tests.examples import AUTHORITIES, ROOT, policy

if TYPE_CHECKING:
    from carepanel.schedule.findings import Finding, Walked

ELSEWHERE = holidays.country_holidays("GB", subdiv="ENG", years=range(2023, 2029), language="en_GB")


@cache
def walked(authority: str, first: int, last: int) -> Walked:
    path = ROOT / f"policies/{authority}.yaml"
    loaded, _ = load(Source(str(path), path.read_bytes()))
    assert loaded is not None
    return calendar_check(loaded.program, loaded.calendar, date(first, 1, 1), date(last, 12, 31))


def found(authority: str, kind: str, reading: str = "", first: int = 2024, last: int = 2028) -> list[Finding]:
    return [f for f in walked(authority, first, last).findings if (f.kind, f.reading) == (kind, reading)]


def usual_days(finding: Finding) -> set[date]:
    return {instance.usual_day for instance in finding.instances}


def every(weekday: int, first: int = 2024, last: int = 2028) -> list[date]:
    days = (date(first, 1, 1) + timedelta(days=n) for n in range((date(last, 12, 31) - date(first, 1, 1)).days + 1))
    return [day for day in days if day.weekday() == weekday]


@pytest.mark.parametrize(("first", "last", "count", "of"), [(2026, 2028, 16, 156), (2024, 2028, 25, 261)])
def test_camden_says_nothing_of_a_bank_holiday_monday(first: int, last: int, count: int, of: int) -> None:
    [finding] = found("camden", "silent", "bank_holiday_monday", first, last)
    assert (len(finding.instances), finding.meetings, finding.clauses) == (count, of, ("3.5a",))
    assert usual_days(finding) == {day for day in every(0, first, last) if day in ELSEWHERE}


def test_each_option_of_a_silence_shows_its_own_date() -> None:
    [finding] = found("camden", "silent", "bank_holiday_monday", 2026, 2028)
    easter = next(i for i in finding.instances if i.usual_day == date(2026, 4, 6))
    days = {option: value.day for option, value in easter.dates.items() if isinstance(value, Meeting)}
    assert (easter.about, easter.says) == ("meeting", "Mon 6 Apr 2026, Easter Monday")
    assert days == {
        "next_working_day": date(2026, 4, 7),
        "previous_working_day": date(2026, 4, 2),  # Good Friday lies between
        "not_held": None,
        "keep": date(2026, 4, 6),
    }


def test_camden_says_nothing_of_a_bank_holiday_thursday() -> None:
    [finding] = found("camden", "silent", "bank_holiday_thursday")
    assert usual_days(finding) == {day for day in every(0) if day - timedelta(days=4) in ELSEWHERE}
    christmas = next(i for i in finding.instances if i.usual_day == date(2025, 12, 29))
    days = {option: value.day for option, value in christmas.dates.items() if isinstance(value, Due)}
    assert days == {
        "previous_working_day": date(2025, 12, 24),
        "next_working_day": date(2025, 12, 29),  # 26 December is Boxing Day: the day of the panel itself
        "keep": date(2025, 12, 25),
    }


def test_camden_says_nothing_of_a_template_on_a_bank_holiday_tuesday() -> None:
    [finding] = found("camden", "silent", "template_bank_holiday")
    # 26 December 2023, and 28 December 2027, the substitute for a Boxing Day on a Sunday. The Tuesday 26 December 2028
    # is no template day of these years: it belongs to the panel of 1 January 2029.
    assert [(i.usual_day, i.says[:15]) for i in finding.instances] == [
        (date(2024, 1, 1), "Tue 26 Dec 2023"),
        (date(2028, 1, 3), "Tue 28 Dec 2027"),
    ]


def test_camden_says_nothing_of_48_hours_that_end_on_christmas_day() -> None:
    [finding] = found("camden", "silent", "forty_eight_hours_end")
    assert usual_days(finding) == {date(2024, 12, 23), date(2024, 12, 30)}
    [falls] = [f for f in found("camden", "day_off") if f.clauses == ("8.1c",)]
    assert usual_days(falls) == usual_days(finding)


@pytest.mark.parametrize(("first", "last", "count", "of"), [(2026, 2028, 16, 156), (2024, 2028, 25, 261)])
def test_wandsworth_contradicts_itself_in_a_week_with_a_bank_holiday(
    first: int, last: int, count: int, of: int
) -> None:
    [finding] = found("wandsworth", "ambiguous", "two_days_or_monday", first, last)
    assert (len(finding.instances), finding.meetings, finding.always) == (count, of, False)
    early = (
        (day, (day - timedelta(days=2), day - timedelta(days=1)))
        for day in every(2, first, last)
        if day not in ELSEWHERE
    )
    assert usual_days(finding) == {day for day, before in early if any(d in ELSEWHERE for d in before)}


def test_wandsworth_says_nothing_of_a_bank_holiday_wednesday() -> None:
    [finding] = found("wandsworth", "silent", "bank_holiday_wednesday")
    assert usual_days(finding) == {date(2024, 12, 25), date(2025, 1, 1)}


def test_a_question_that_is_open_at_every_meeting_is_said_to_be() -> None:
    standing = {f.reading for f in walked("camden", 2026, 2028).findings if f.always}
    assert {"twelve_pm", "template_week", "forty_eight_hours_from"} <= standing
    assert "bank_holiday_monday" not in standing
    [wandsworth] = found("wandsworth", "ambiguous", "monday_afternoon_ends")
    assert (wandsworth.always, len(wandsworth.instances), wandsworth.meetings) == (True, 259, 261)


def test_an_option_under_which_a_date_cannot_be_met_is_named() -> None:
    [finding] = found("wandsworth", "impossible", "two_days_or_monday")
    assert finding.option == "monday_or_next_working_day"
    # Monday and Tuesday are both bank holidays, so the next working day is the panel's own Wednesday
    assert usual_days(finding) == {date(2027, 12, 29), date(2028, 12, 27)}
    [finding] = found("camden", "impossible", "bank_holiday_thursday")
    assert (finding.option, usual_days(finding)) == ("next_working_day", {date(2025, 12, 29)})


def test_a_cut_off_that_no_longer_precedes_a_meeting_moved_forward_is_found() -> None:
    [finding] = found("camden", "impossible", "bank_holiday_monday", 2026, 2028)
    assert finding.option == "previous_working_day"
    # held on the Thursday before Easter, or on Christmas Eve, the day on which the papers are due
    assert usual_days(finding) == {date(2026, 4, 6), date(2026, 12, 28), date(2027, 3, 29), date(2028, 4, 17)}


def test_less_time_than_usual_is_found() -> None:
    shorter = {f.clauses: f for f in found("camden", "shorter")}
    # From Thursday to the panel there are usually two working days, Friday and Monday; at Easter Tuesday alone.
    assert date(2026, 4, 6) in usual_days(shorter["6.4a",])
    # From Monday 23 December 2024 to Christmas Day, Tuesday alone.
    assert usual_days(shorter["8.1c",]) == {date(2024, 12, 23), date(2024, 12, 30)}
    assert all(i.says == "1 of the usual 2 working days" for f in shorter.values() for i in f.instances)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_findings_come_by_kind_and_none_is_empty(authority: str) -> None:
    findings = walked(authority, 2024, 2028).findings
    assert [KINDS.index(f.kind) for f in findings] == sorted(KINDS.index(f.kind) for f in findings)
    assert all(0 < len(f.instances) <= f.meetings for f in findings)
    assert all(len(usual_days(f)) == len(f.instances) for f in findings)


def test_a_policy_that_does_not_say_what_happens_on_a_day_off_is_silent() -> None:
    path = ROOT / "tests/data/policies/good/in_term_time.yaml"
    text = (
        path.read_text(encoding="utf-8").replace("    during: own_terms\n", "").replace("day: tuesday", "day: monday")
    )
    assert "    if_not_working_day: next_working_day\n" in text
    text = text.replace("if_not_working_day: next_working_day", "if_not_working_day: not_stated")
    loaded, problems = load(Source(str(path), text.encode()))
    assert (problems, loaded is None) == ((), False)
    walk = calendar_check(loaded.program, loaded.calendar, date(2026, 1, 1), date(2028, 12, 31))  # type: ignore[union-attr]
    [finding] = [f for f in walk.findings if f.kind == "silent"]
    assert (len(finding.instances), finding.meetings, finding.reading) == (16, 156, "")
    assert usual_days(finding) == {day for day in every(0, 2026, 2028) if day in ELSEWHERE}
    easter = next(i for i in finding.instances if i.usual_day == date(2026, 4, 6))
    meeting = easter.dates[""]
    assert isinstance(meeting, Meeting)
    assert (meeting.day, easter.says) == (date(2026, 4, 6), "Easter Monday; what happens then is not stated")


def test_a_policy_can_be_asked() -> None:
    assert policy("camden").calendar_check("2026-01-01", date(2028, 12, 31)) == walked("camden", 2026, 2028)
    with pytest.raises(CannotDetermine, match="the first day lies after the last"):
        policy("camden").calendar_check("2026-01-02", "2026-01-01")


def test_a_question_left_undecided_is_open_all_the_same() -> None:
    path = ROOT / "policies/wandsworth.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("    chosen: two_working_days\n") == 1
    loaded, problems = load(Source(str(path), text.replace("chosen: two_working_days", "chosen: undecided").encode()))
    assert (problems, loaded is None) == ((), False)
    walk = calendar_check(loaded.program, loaded.calendar, date(2026, 1, 1), date(2028, 12, 31))  # type: ignore[union-attr]
    [finding] = [f for f in walk.findings if f.reading == "two_days_or_monday" and f.kind == "ambiguous"]
    assert (len(finding.instances), finding.meetings) == (16, 156)
    assert set(finding.instances[0].dates) == {"two_working_days", "monday", "monday_or_next_working_day"}
