"""The calendar that ships, read as plainly as can be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from carepanel.calendars.bank_holidays import from_document

if TYPE_CHECKING:
    from carepanel.calendars.bank_holidays import Calendar

SHIPPED = Path(__file__).parents[2] / "policies" / "shared" / "england_and_wales.yaml"


@pytest.fixture(scope="session")
def document():
    return yaml.load(SHIPPED.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


@pytest.fixture(scope="session")
def calendar(document) -> Calendar:
    return from_document(document)
