"""Deadlines and the days of panels in words."""

from __future__ import annotations

from datetime import date, time

import pytest

from carepanel.backends.prose import deadline
from carepanel.compare.ruled import meets
from carepanel.conditions.moments import AnyMoment, EventMoment, MeetingMoment, StatusMoment
from carepanel.model.deadlines import (
    AtLeastBefore,
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
from carepanel.model.meetings import (
    DaysNotStated,
    GivenDay,
    GivenDays,
    ImmediatelyAfter,
    MeetingDays,
    Monthly,
    Recurrence,
    Weekly,
)
from tests.compare.policies import terms

PANEL = MeetingMoment("panel")
CUT_OFF = MeetingMoment("panel", "cut_off")
USUAL = MeetingMoment("panel", "usual_day")
SENT = EventMoment("outcome_sent_to_chair")

DEADLINES = [
    (Within(Period(48, "hours")), "within 48 hours of the trigger"),
    (Within(Period(1, "working_days"), SENT), "within 1 working day after the recorded outcome was sent to the chair"),
    (
        Within(Period(3, "working_days"), SENT, time(17), "same_day", "next_working_day"),
        "within 3 working days after the recorded outcome was sent to the chair, by 17:00 on that day, the day itself being day one, or on the next working day where that is not one",
    ),
    (
        Within(Period(2, "weeks"), PANEL, first_day="day_after"),
        "within 2 weeks after the Care Pathways Panel, the day after being day one",
    ),
    (
        AtLeastBefore(Period(2, "working_days"), PANEL, time(17)),
        "at least 2 working days before the Care Pathways Panel, by 17:00 on that day",
    ),
    (WeekdayBefore("thursday", time(12), USUAL), "by Thursday 12:00 before the usual day of the Care Pathways Panel"),
    (
        WeekdayBefore("tuesday", None, MeetingMoment("panel", "cut_off", weeks_earlier=1), "previous_working_day"),
        "by Tuesday before 1 week before the cut-off of the Care Pathways Panel, or on the previous working day where that is not one",
    ),
    (RelativeTo("by", CUT_OFF), "by the cut-off of the Care Pathways Panel"),
    (RelativeTo("before", PANEL), "before the Care Pathways Panel"),
    (RelativeTo("at", MeetingMoment("panel", which="next_open")), "at the next open Care Pathways Panel"),
    (RelativeTo("by", SENT), "by the time that the recorded outcome was sent to the chair"),
    (RelativeTo("before", SENT), "before the recorded outcome was sent to the chair"),
    (RelativeTo("at", StatusMoment("lodge_papers", "missed")), "when the duty lodge papers is missed"),
    (
        RelativeTo("before", AnyMoment((EventMoment("form_tasked"), EventMoment("form_emailed")))),
        "before the form was tasked in the case system or the form was emailed",
    ),
    (Every(Period(1, "years"), anchor=(1, 1)), "every year from 1 January"),
    (Every(Period(6, "weeks"), anchor=date(2026, 3, 2)), "every 6 weeks from 2 March 2026"),
    (
        Every(Period(1, "years"), SENT, first=Period(3, "months")),
        "every year from when the recorded outcome was sent to the chair, the first after 3 months",
    ),
    (Every(Period(2, "months"), PANEL), "every 2 months from the Care Pathways Panel"),
    (Every(Period(1, "working_days")), "every working day from the trigger"),
    (
        EarliestOf((RelativeTo("before", PANEL), Within(Period(5, "days")))),
        "the earliest of: before the Care Pathways Panel; within 5 days of the trigger",
    ),
    (LatestOf((RelativeTo("before", PANEL), NotStated())), "the latest of: before the Care Pathways Panel; not stated"),
    (NotStated(), "not stated"),
    (External(), "set by another document"),
    (Undecided("quorum"), "what the reading `quorum` leaves undecided"),
]


@pytest.mark.parametrize(("node", "words"), DEADLINES, ids=[words for _, words in DEADLINES])
def test_a_deadline_reads_as_people_would_say_it(node, words):
    assert deadline(node, terms("camden")) == words


@pytest.mark.parametrize("name", ["camden", "wandsworth"])
def test_every_deadline_of_a_shipped_policy_has_words_of_its_own(name):
    found = terms(name)
    written = {r.deadline for r in found.requirements if r.deadline is not None}
    assert len({deadline(node, found) for node in written}) == len(written)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Weekly(("monday",)), "every week on Monday"),
        (Weekly(("monday", "thursday")), "every week on Monday and Thursday"),
        (Weekly(("tuesday",), 2, date(2026, 1, 6)), "every 2 weeks on Tuesday, counting from 6 January 2026"),
        (Monthly(((2, "tuesday"), (-1, "friday"))), "every month on the second Tuesday and the last Friday"),
        (
            ImmediatelyAfter("panel", MeetingDays(Weekly(("monday",)), "keep")),
            "immediately after the Care Pathways Panel",
        ),
        (GivenDays((GivenDay(date(2026, 1, 12)),)), "on 12 January 2026"),
        (
            GivenDays((GivenDay(date(2026, 1, 12)), GivenDay(date(2026, 2, 9))), Period(1, "months")),
            "on 12 January 2026, 9 February 2026, at least every month",
        ),
        (GivenDays((GivenDay(date(2026, 1, 12)),), Period(6, "weeks")), "on 12 January 2026, at least every 6 weeks"),
        (
            Recurrence("FREQ=MONTHLY;BYDAY=2TU", date(2026, 1, 1)),
            "by the rule FREQ=MONTHLY;BYDAY=2TU from 1 January 2026",
        ),
        (DaysNotStated("months"), "every month, on a day that is not stated"),
        (DaysNotStated("not_stated"), "not stated"),
    ],
)
def test_the_days_of_a_panel_read_as_people_would_say_them(rule, words):
    assert meets(rule, terms("camden")) == words
