"""Of several deadlines, each under a law of its own, the proof says which binds."""

from __future__ import annotations

from datetime import date, time
from functools import partial

import pytest
from tests.calendars.test_due import COUNTING, PANEL, resolved

from carepanel.calendars.due import at_instant, on_day, resolve
from carepanel.calendars.instants import parse_instant
from carepanel.conditions.moments import EventMoment
from carepanel.model.deadlines import AtLeastBefore, EarliestOf, LatestOf, Period, RelativeTo, Under, Within

ACT, LOCAL, GUIDE = (partial(Under, law=law) for law in ("the Act", "the local procedure", "the guide"))
FORTNIGHT = Within(Period(14, "days"))


@pytest.mark.parametrize(
    ("several", "says"),
    [
        (
            EarliestOf((ACT(FORTNIGHT), LOCAL(Within(Period(2, "weeks"), by=time(12))))),
            "end: Mon 16 Mar 2026 12:00 (the local procedure binds; the Act would have given Mon 16 Mar 2026, to the end of "
            "the day), the earliest of the 2",
        ),
        (
            LatestOf((ACT(FORTNIGHT), LOCAL(Within(Period(2, "weeks"), by=time(12))))),
            "end: Mon 16 Mar 2026, to the end of the day (the Act binds; the local procedure would have given "
            "Mon 16 Mar 2026 12:00), the latest of the 2",
        ),
        (
            EarliestOf((ACT(FORTNIGHT), LOCAL(Within(Period(2, "weeks"))))),
            "end: Mon 16 Mar 2026, to the end of the day (the Act and the local procedure bind), the earliest of the 2",
        ),
        (
            EarliestOf((ACT(FORTNIGHT), LOCAL(FORTNIGHT), GUIDE(FORTNIGHT))),
            "end: Mon 16 Mar 2026, to the end of the day (the Act, the local procedure and the guide bind), "
            "the earliest of the 3",
        ),
        (
            EarliestOf((ACT(FORTNIGHT), Within(Period(1, "weeks")))),
            "end: Mon 9 Mar 2026, to the end of the day (the Act would have given Mon 16 Mar 2026, to the end of the day), "
            "the earliest of the 2",
        ),
        # from an hour that is not known, 48 hours end on Wednesday at an hour that is not known
        (
            EarliestOf(
                (ACT(Within(Period(48, "hours"))), LOCAL(Within(Period(2, "days"), by=time(12))), GUIDE(FORTNIGHT))
            ),
            "end: between Wed 4 Mar 2026 00:00 and Wed 4 Mar 2026 12:00 (the Act or the local procedure may bind, as the "
            "hour is not known; the guide would have given Mon 16 Mar 2026, to the end of the day), the earliest of the 3",
        ),
        (
            EarliestOf((ACT(Within(Period(48, "hours"))), LOCAL(Within(Period(1, "days"), by=time(17))))),
            "end: Tue 3 Mar 2026 17:00 (the local procedure binds; the Act would have given between "
            "Wed 4 Mar 2026 00:00 and Thu 5 Mar 2026 00:00), the earliest of the 2",
        ),
    ],
)
def test_the_law_binds_whose_instant_decides(several, says, calendar):
    due = resolved(several, on_day(date(2026, 3, 2), "referral"), calendar)
    assert due.proof.lines()[-1] == says


def test_an_instant_that_is_itself_too_late_comes_before_the_same_instant_in_time(calendar):
    anchor = at_instant(parse_instant("2026-03-04 12:00"), "panel")
    due = resolved(EarliestOf((ACT(RelativeTo("by", PANEL)), LOCAL(RelativeTo("before", PANEL)))), anchor, calendar)
    assert due.proof.lines()[-1] == (
        "end: Wed 4 Mar 2026 12:00, that very instant excluded (the local procedure binds; the Act would have given "
        "Wed 4 Mar 2026 12:00), the earliest of the 2"
    )


def test_a_law_that_waits_binds_nobody(calendar):
    """What has not begun to run is left out, named by a law or not; what counts back is not."""
    trigger = on_day(date(2026, 3, 2), "referral")

    def due(part):
        return resolve(EarliestOf((FORTNIGHT, ACT(part))), lambda _: None, trigger, calendar, COUNTING)

    assert due(Within(Period(6, "weeks"), EventMoment("report"))).day == date(2026, 3, 16)
    assert due(AtLeastBefore(Period(2, "working_days"), PANEL)).reason == "not_known"
