"""The calendar that ships, read as the engine reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from carepanel.calendars.calendar import Calendar
from carepanel.calendars.days_off_from_document import days_off
from carepanel.diagnostics import Problems
from carepanel.text.yaml_ import read

if TYPE_CHECKING:
    from carepanel.calendars.days_off import DaysOff

SHARED = Path(__file__).parents[2] / "policies" / "shared"


def shipped(name: str) -> DaysOff:
    """One list of days off as shipped."""
    path = SHARED / f"{name}.yaml"
    document, _ = read(path.read_bytes(), path.name)
    problems = Problems()
    found = days_off(document, problems)
    assert found is not None, problems.found()
    return found


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return Calendar((shipped("england_and_wales"),))
