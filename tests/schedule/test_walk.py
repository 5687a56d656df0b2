"""Dates worked out once for many choices of readings are those worked out for each."""

from __future__ import annotations

from datetime import date

import pytest

from carepanel.loading import load, source_of
from carepanel.schedule.findings import told_apart_by
from carepanel.schedule.meeting_dates import panel_dates
from carepanel.schedule.walk import Walk
from tests.examples import AUTHORITIES

START, END = date(2025, 12, 15), date(2026, 1, 20)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_dates_that_options_share_are_those_of_each(authority: str) -> None:
    loaded, _ = load(source_of(authority))
    assert loaded is not None
    walk = Walk(loaded.calendar, START, END)
    readings = [r for r in loaded.program({}).terms.readings.values() if r.stands_in]
    choices = [{r.id: option} for r in readings for option in r.options]
    assert len(choices) > 80
    for choice in choices:
        program = loaded.program(choice)
        for panel in program.terms.panels.values():
            shared = walk.dates(panel.id, program)
            own = panel_dates(panel, program, loaded.calendar, START, END)
            assert (shared.panel, shared.duties) == (own.panel, own.duties)
            assert [m.meeting for m in shared.meetings] == [m.meeting for m in own.meetings]
            dues = [[[told_apart_by(due) for due in m.dues] for m in dates.meetings] for dates in (shared, own)]
            assert dues[0] == dues[1], choice
