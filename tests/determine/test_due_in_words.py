"""The words for a due date: by an hour, with a day, at an hour that is not known, or before something of that day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from carepanel.calendars.anchors import Due, on_day
from carepanel.calendars.due import resolve
from carepanel.calendars.instants import parse_instant
from carepanel.calendars.proof import Proof
from carepanel.conditions.moments import EventMoment
from carepanel.determine.requirements import due_in_words
from carepanel.model.deadlines import Counting, EarliestOf, LatestOf, Period, RelativeTo, Within
from tests.examples import policy

if TYPE_CHECKING:
    from carepanel.model.deadlines import Deadline

WEDNESDAY = date(2026, 4, 1)
MIDNIGHT, NOON, NEXT_MIDNIGHT = "2026-04-01T00:00", "2026-04-01T12:00", "2026-04-02T00:00"

WORDS = [
    # earliest, latest, whether those very instants are too late, whether it is before something; and the words
    (NOON, NOON, False, False, "by Wed 1 Apr 2026 12:00"),
    (NOON, NOON, True, False, "before Wed 1 Apr 2026 12:00"),
    (NEXT_MIDNIGHT, NEXT_MIDNIGHT, True, False, "by the end of Wed 1 Apr 2026"),
    # 48 hours from some hour of Monday end at some hour of Wednesday; a reader must not take that for Tuesday
    (MIDNIGHT, NEXT_MIDNIGHT, True, False, "on Wed 1 Apr 2026, the hour not known"),
    (MIDNIGHT, NEXT_MIDNIGHT, True, True, "before Wed 1 Apr 2026"),
    (MIDNIGHT, NOON, True, False, "between Wed 1 Apr 2026 00:00 and Wed 1 Apr 2026 12:00"),
]


@pytest.mark.parametrize(("earliest", "latest", "strict", "before", "words"), WORDS, ids=str)
def test_a_due_date_says_what_is_known_of_it(
    earliest: str, latest: str, strict: bool, before: bool, words: str
) -> None:
    due = Due(parse_instant(earliest), parse_instant(latest), strict, WEDNESDAY, Proof(), before=before)
    assert due_in_words(due) == words


BEFORE_IT, LONGER = RelativeTo("before", EventMoment("it")), Within(Period(2, "weeks"), EventMoment("it"))
# all of them count from Wednesday 1 April 2026, its hour not known
RESOLVED = [
    (BEFORE_IT, "before Wed 1 Apr 2026"),
    (RelativeTo("by", EventMoment("it")), "by the end of Wed 1 Apr 2026"),
    (Within(Period(48, "hours"), EventMoment("it")), "on Fri 3 Apr 2026, the hour not known"),
    (EarliestOf((BEFORE_IT, LONGER)), "before Wed 1 Apr 2026"),
    (EarliestOf((LONGER, BEFORE_IT)), "before Wed 1 Apr 2026"),
    (EarliestOf((Within(Period(48, "hours"), EventMoment("it")), LONGER)), "on Fri 3 Apr 2026, the hour not known"),
    (LatestOf((BEFORE_IT, LONGER)), "by the end of Wed 15 Apr 2026"),
]


@pytest.mark.parametrize(("deadline", "words"), RESOLVED)
def test_before_something_is_said_of_what_is_before_it_and_of_nothing_else(deadline: Deadline, words: str) -> None:
    calendar, counting = policy("camden").calendar, Counting(("england_and_wales",))
    due = resolve(deadline, lambda _moment: on_day(WEDNESDAY, "it"), None, calendar, counting)
    assert isinstance(due, Due)
    assert due_in_words(due) == words
