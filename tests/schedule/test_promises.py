"""Time that the words of a deadline promise and its dates do not leave, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from carepanel.loading import Source, load
from carepanel.schedule.calendar_check import calendar_check
from tests.schedule.test_calendar_check import ELSEWHERE, every, usual_days, walked

if TYPE_CHECKING:
    from carepanel.schedule.findings import Finding, Kind

TERMS = """
policy: test/panel
authority: Test Council
title: Test panel
version: "1"
in_force: {from: not_stated}
source: {title: Test terms, sha256: not_stated}
uses: english_care_panels
clauses:
  "1": A child who is looked after comes to the panel
  "2": The panel meets
  "3": Papers come first
  "4": What was decided is put into words
counting: {working_days: england_and_wales, first_day: day_after, exactly_on_time: included}
events: {recorded: It is put into words}
meetings:
  panel:
    clause: "2"
    meets: {every: week, day: DAY}
    starts: STARTS
    if_not_working_day: ROLLS
    cut_off: {clause: "3", for: lodge, deadline: CUT_OFF}
eligibility:
  looked_after: {clause: "1", when: {child.looked_after: true}}
decisions:
  decide:
    clause: "2"
    actor: panel
    must: decide
    outcomes: {agreed: Agreed, refused: Refused}
    deadline: {at: panel}
obligations:
  lodge: {clause: "3", actor: social_worker, must: lodge, fulfilled_by: form_tasked, deadline: {by: panel.cut_off}}
  record: {clause: "4", actor: social_worker, must: record, trigger: decide, fulfilled_by: recorded, deadline: AFTER}
"""


def found(
    kind: Kind,
    *,
    day: str = "monday",
    starts: str = '"13:00"',
    rolls: str = "next_working_day",
    cut_off: str = "not_stated",
    after: str = "not_stated",
    more: str = "",
) -> list[Finding]:
    """The findings of a kind in 2026, for a panel with this cut-off and this time for what follows its decision."""
    text = TERMS.replace("DAY", day).replace("STARTS", starts).replace("ROLLS", rolls).replace("AFTER", after)
    if cut_off == "not_stated":
        text = text.replace("{by: panel.cut_off}", "{by: panel}")
        text = text.replace('{clause: "3", for: lodge, deadline: CUT_OFF}', "not_stated")
    text = text.replace("CUT_OFF", cut_off).replace("    cut_off:", f"{more}    cut_off:")
    loaded, problems = load(Source("test.yaml", text.encode()))
    assert (problems, loaded is None) == ((), False)
    walk = calendar_check(loaded.program, loaded.calendar, date(2026, 1, 1), date(2026, 12, 31))  # type: ignore[union-attr]
    return [finding for finding in walk.findings if finding.kind == kind]


def says(findings: list[Finding]) -> dict[date, str]:
    [finding] = findings
    return {instance.usual_day: instance.says for instance in finding.instances}


def otherwise(authority: str, reading: str, option: str, clause: str) -> list[Finding]:
    """What is promised and not left under one option alone, 2024 to 2028."""
    findings = walked(authority, 2024, 2028).findings
    wanted = ("promise", ((reading, option),), (clause,))
    return [f for f in findings if (f.kind, f.under, f.clauses) == wanted]


# Camden, 2024 to 2028


def test_camden_leaves_team_managers_a_day_less_where_the_thursday_moves_to_the_day_after_the_template() -> None:
    [finding] = [f for f in walked("camden", 2024, 2028).findings if f.kind == "promise" and not f.under]
    # Christmas Day 2025 and New Year's Day 2026 are Thursdays, so that papers are due on the Wednesdays before, and
    # the template went out on the Tuesdays. On Boxing Day 2024 the Thursday moves to the Tuesday itself, and the
    # template is that of the week before.
    assert (finding.clauses, says([finding])) == (
        ("6.4b",),
        {date(2025, 12, 29): "1 of the promised 2 days", date(2026, 1, 5): "1 of the promised 2 days"},
    )


def test_camden_held_on_the_friday_before_leaves_twelve_hours_of_the_promised_84() -> None:
    told = says(otherwise("camden", "bank_holiday_monday", "previous_working_day", "6.4a"))
    # noon on Thursday to midnight before Monday is 84 hours. Held on the Friday it is 12; where Friday is a holiday
    # too, at Easter and at Christmas 2026, the panel is on the Thursday itself: that cannot be met.
    mondays = {day for day in every(0) if day in ELSEWHERE}
    assert set(told) == {day for day in mondays if day - timedelta(days=3) not in ELSEWHERE}
    assert (len(mondays), len(told), set(told.values())) == (25, 19, {"12 of the promised 84 hours"})


def test_camden_with_a_thursday_moved_on_leaves_60_of_the_promised_84_hours() -> None:
    told = says(otherwise("camden", "bank_holiday_thursday", "next_working_day", "6.4a"))
    # Fri 27 Dec 2024 12:00 and Fri 2 Jan 2026 12:00; in 2025 Boxing Day is the Friday, so that it cannot be met
    assert told == dict.fromkeys((date(2024, 12, 30), date(2026, 1, 5)), "60 of the promised 84 hours")


def test_camden_with_a_template_moved_on_leaves_a_day_less() -> None:
    told = says(otherwise("camden", "template_bank_holiday", "next_working_day", "6.4b"))
    # Wed 27 Dec 2023 and Wed 29 Dec 2027, each the day before the Thursday
    assert told == dict.fromkeys((date(2024, 1, 1), date(2028, 1, 3)), "1 of the promised 2 days")


def test_48_hours_that_run_wholly_over_days_off_are_found() -> None:
    # held on the last working day before a bank-holiday Monday, a Friday or the Thursday before Good Friday, they end
    # on the Sunday or the Saturday
    told = says(otherwise("camden", "bank_holiday_monday", "previous_working_day", "8.1c"))
    assert set(told) == {day for day in every(0) if day in ELSEWHERE}
    assert set(told.values()) == {"no working day in the promised 48 hours but the first"}
    # Monday 24 December 2029: Tuesday and Wednesday are Christmas Day and Boxing Day
    [finding] = [f for f in walked("camden", 2029, 2029).findings if f.kind == "promise" and not f.under]
    assert (finding.clauses, usual_days(finding)) == (("8.1c",), {date(2029, 12, 24)})


# Wandsworth, 2024 to 2028


def test_wandsworth_keeps_its_two_working_days() -> None:
    assert not [f for f in walked("wandsworth", 2024, 2028).findings if f.kind == "promise" and not f.under]


def test_wandsworth_with_its_monday_moved_on_leaves_19_of_the_promised_43_hours() -> None:
    told = says(otherwise("wandsworth", "two_days_or_monday", "monday_or_next_working_day", "2.4c"))
    # Monday 17:00 to Wednesday 12:00 is 43 hours, from Tuesday 19. Where Tuesday is a holiday as well, it cannot be met.
    early = {day for day in every(2) if day - timedelta(days=2) in ELSEWHERE}
    assert set(told) == {day for day in early if day - timedelta(days=1) not in ELSEWHERE}
    assert (len(told), set(told.values())) == (23, {"19 of the promised 43 hours"})


# Every form of deadline, a small policy each


def test_at_least_two_days_moved_to_the_next_working_day_are_one() -> None:
    deadline = "{at_least: 2 days, before: panel, if_not_working_day: next_working_day}"
    told = says(found("promise", day="tuesday", cut_off=deadline))
    # the Sunday becomes the Monday; and after a bank-holiday Monday the Tuesday itself, which cannot be met
    late = says(found("impossible", day="tuesday", cut_off=deadline))
    assert set(late) == {day + timedelta(days=1) for day in every(0, 2026, 2026) if day in ELSEWHERE}
    assert set(told) == set(every(1, 2026, 2026)) - set(late)
    assert (len(late), len(told), set(told.values())) == (5, 47, {"1 of the promised 2 days"})


@pytest.mark.parametrize("starts", ['"13:00"', "not_stated"])
def test_48_hours_before_moved_to_the_next_working_day_are_24(starts: str) -> None:
    deadline = "{at_least: 48 hours, before: panel, if_not_working_day: next_working_day}"
    told = says(found("promise", day="tuesday", starts=starts, cut_off=deadline))
    assert (len(told), set(told.values())) == (47, {"24 of the promised 48 hours"})


def test_two_weeks_before_moved_off_a_bank_holiday_are_13_days() -> None:
    told = says(found("promise", cut_off="{at_least: 2 weeks, before: panel, if_not_working_day: next_working_day}"))
    # two weeks before them are Easter Monday and the bank holidays of 4 May, 25 May and 31 August
    mondays = (date(2026, 4, 20), date(2026, 5, 18), date(2026, 6, 8), date(2026, 9, 14))
    assert told == dict.fromkeys(mondays, "13 of the promised 14 days")


def test_a_month_before_is_measured_in_the_days_of_that_month() -> None:
    told = says(found("promise", cut_off="{at_least: 1 month, before: panel, if_not_working_day: next_working_day}"))
    # 6 June 2026 is a Saturday, so that it is Monday 8 June: 28 days before 6 July, and a month is 30
    assert told[date(2026, 7, 6)] == "28 of the promised 30 days"


@pytest.mark.parametrize(
    "deadline", ["{at_least: 2 working days, before: panel, by: '17:00'}", "{at_least: 2 working days, before: panel}"]
)
def test_working_days_before_are_kept_whatever_the_calendar(deadline: str) -> None:
    assert not found("promise", day="wednesday", cut_off=deadline)


def test_what_is_left_is_measured_to_the_day_on_which_the_meeting_is_held() -> None:
    told = says(found("promise", rolls="previous_working_day", cut_off="{at_least: 5 days, before: panel.usual_day}"))
    # papers are due on the Wednesday; the panel is on the Friday before, or on the Thursday where that is a holiday too
    assert told == {
        date(2026, 4, 6): "1 of the promised 5 days",
        date(2026, 5, 4): "2 of the promised 5 days",
        date(2026, 5, 25): "2 of the promised 5 days",
        date(2026, 8, 31): "2 of the promised 5 days",
        date(2026, 12, 28): "1 of the promised 5 days",
    }


def test_an_extra_meeting_is_promised_what_the_regular_ones_have() -> None:
    more = '    extra: {"2026-03-13": Many requests}\n'
    told = says(found("promise", starts="not_stated", cut_off="{by: thursday 12:00, before: panel}", more=more))
    # the Friday, papers at noon the day before. The clocks change before Monday 30 March; by the clock it is 84 hours.
    assert told == {date(2026, 3, 13): "12 of the promised 84 hours"}


def test_a_weekday_and_hour_promise_the_time_to_the_hour_of_the_meeting() -> None:
    deadline = "{by: friday 12:30, before: panel, if_not_working_day: next_working_day}"
    # after Good Friday and Christmas Day the next working day is the Tuesday of the panel itself: that cannot be met
    assert not found("promise", day="tuesday", cut_off=deadline)
    told = says(found("promise", day="thursday", cut_off=deadline))
    # Friday 12:30 to Thursday 13:00 is 144 hours and a half; from Tuesday 7 April, and 29 December, it is 48 and a half.
    # The panel of New Year's Day is on Friday 2 January, and the Friday before it Boxing Day: so from Monday 29 December.
    assert told == {
        date(2026, 1, 1): "96:30 of the promised 144:30 hours",
        date(2026, 4, 9): "48:30 of the promised 144:30 hours",
        date(2026, 12, 31): "48:30 of the promised 144:30 hours",
    }


def test_48_hours_after_moved_back_are_24_or_none() -> None:
    deadline = "{within: 48 hours, if_not_working_day: previous_working_day}"
    told = says(found("promise", day="thursday", after=deadline))
    # From some hour of Thursday to that of Saturday, back to Friday. Where Friday is a holiday, back to the hour at which
    # it began; held on Friday 2 January, for New Year's Day, from Sunday back to it.
    none = {date(2026, 1, 1), date(2026, 4, 2), date(2026, 12, 24), date(2026, 12, 31)}
    assert {day for day, said in told.items() if said == "0 of the promised 48 hours"} == none
    assert {said for day, said in told.items() if day not in none} == {"24 of the promised 48 hours"}
    assert set(told) == set(every(3, 2026, 2026))


@pytest.mark.parametrize(
    ("starts", "after", "said"),
    [
        ('"13:00"', "{within: 1 working day, by: '12:00'}", "0 of the promised 1 working day"),
        ('"13:00"', "{within: 3 days, by: '12:00'}", "2 of the promised 3 days"),
        ('"13:00"', "{within: 1 working day, by: '13:00'}", ""),
        ("not_stated", "{within: 1 working day, by: '12:00'}", ""),  # it may have begun at nine
        ('"13:00"', "{within: 2 days, first_day: same_day, by: '12:00'}", ""),  # the day itself is the first
    ],
)
def test_a_last_day_that_ends_at_an_earlier_hour_than_the_first_began_is_not_whole(
    starts: str, after: str, said: str
) -> None:
    findings = found("promise", day="wednesday", starts=starts, after=after)
    whole = {f"{said}, not counting the last, which is not whole"} if said else set()
    assert {instance.says for finding in findings for instance in finding.instances} == whole
    assert all(finding.always for finding in findings)


def test_a_time_that_ends_at_the_hour_at_which_it_begins_or_before_cannot_be_met() -> None:
    [finding] = found("impossible", day="wednesday", after="{within: 1 day, first_day: same_day, by: '12:00'}")
    assert (finding.always, finding.clauses) == (True, ("4",))
    assert not found("impossible", day="wednesday", after="{within: 1 day, first_day: same_day, by: '17:00'}")


def test_a_time_with_nobody_at_work_is_found_unless_it_ends_on_the_day_it_begins() -> None:
    told = says(found("promise", day="friday", after="{within: 48 hours}"))
    # Good Friday's panel is on the Tuesday after Easter, and that of Christmas Day on Tuesday 29 December. The clocks go
    # forward on Sunday 29 March, so what began within the last hour of Friday ends on the Monday.
    assert set(told) == set(every(4, 2026, 2026)) - {date(2026, 3, 27), date(2026, 4, 3), date(2026, 12, 25)}
    assert set(told.values()) == {"no working day in the promised 48 hours but the first"}
    assert not found("promise", day="friday", after="{within: 4 hours}")


def test_what_comes_before_the_next_meeting_may_come_after_this_one() -> None:
    assert not found("impossible", after="{at_least: 2 working days, before: next panel}")
