"""What is owed under made-up histories of both shipped policies: what happened when, and what was known of it when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from carepanel import CaseInvalid, to_json
from carepanel.calendars.instants import iso, local_date, parse_instant
from tests.calendars import oracle
from tests.examples import AUTHORITIES, EXAMPLES, ROOT, policy, questions

if TYPE_CHECKING:
    from carepanel import Determination
    from carepanel.determine.case import Case

HOUR = timedelta(hours=1)
CLOSED = ROOT / "tests" / "data" / "closed_cases.yaml"
# The duty that a cut-off is for, and the kind of item that goes to a meeting whose cut-off plays no part.
CUT_OFF_DUTY = {"camden": "lodge_papers", "wandsworth": "submit_request"}
RETROSPECTIVE = "retrospective"


@dataclass(frozen=True)
class History:
    """A case and a question about it."""

    case: Case
    at: datetime
    known_by: datetime


@cache
def sources(authority: str) -> list[tuple[dict[str, Any], str]]:
    """The examples, each with an instant that it is asked about."""
    return [(yaml.load(q.case.read_text("utf-8"), Loader=yaml.CSafeLoader), q.at) for q in questions(authority)]


def kinds(authority: str) -> list[dict[str, Any]]:
    """One event of each kind that needs nothing more said of it, and each outcome of each decision."""
    terms = policy(authority).terms
    plain = [{"event": name} for name, event in terms.vocabulary.events.items() if not event.carries]
    taken = [{"event": d.name, "outcome": outcome} for d in terms.of("decisions") for outcome in d.outcomes]
    lodged = [{"event": "document_lodged", "document": d.name} for d in terms.of("documents")]
    given_ = [{"event": "authorised", "by": a.name} for a in terms.of("authorisations")]
    named = {"document_lodged", "authorised", "attended", "put_forward", *(d.name for d in terms.of("decisions"))}
    return [event for event in plain if event["event"] not in named] + taken + lodged + given_


@st.composite
def histories(draw: st.DrawFn, authority: str) -> History:
    """An example with some of its events left out, others put in, each recorded at once or days later."""
    source, asked = draw(st.sampled_from(sources(authority)))
    at = parse_instant(asked) + draw(st.integers(-300, 500)) * HOUR
    written = source.get("events", [])
    left_out = draw(st.sets(st.integers(0, max(len(written) - 1, 0)), max_size=3))
    forward = draw(st.booleans())
    events = [
        event for n, event in enumerate(written) if n not in left_out and (forward or event["event"] != "put_forward")
    ]
    for kind in draw(st.lists(st.sampled_from(kinds(authority)), max_size=4)):
        events.append({**kind, "at": iso(at + draw(st.integers(-300, 100)) * HOUR)})
    lags = draw(st.lists(st.sampled_from([0, 0, 0, 1, 30, 200]), min_size=len(events), max_size=len(events)))
    recorded = [
        {**event, "recorded_at": iso(parse_instant(event["at"]) + lag * HOUR)}
        for event, lag in zip(events, lags, strict=True)
    ]
    try:
        case = policy(authority).read_case({**source, "events": recorded})
    except CaseInvalid:
        assume(condition=False)
    return History(case, at, at + draw(st.sampled_from([-30, 0, 0, 5, 100])) * HOUR)


def determined(authority: str, history: History, case: Case | None = None) -> Determination:
    asked = policy(authority)
    try:
        return asked.determine(case or history.case, history.at, history.known_by, second_opinion=False)
    except CaseInvalid:
        assume(condition=False)
        raise


@pytest.mark.parametrize("authority", AUTHORITIES)
@given(data=st.data())
def test_obligations_are_free_of_order_and_the_same_event_twice_is_one(authority: str, data: st.DataObject) -> None:
    history = data.draw(histories(authority))
    events = history.case.events
    again = [data.draw(st.sampled_from(events)) for _ in range(min(3, len(events)))]
    later = [replace(event, recorded_at=event.recorded_at + data.draw(st.integers(0, 99)) * HOUR) for event in again]
    shuffled = data.draw(st.permutations([*events, *later]))
    found = determined(authority, history, replace(history.case, events=tuple(shuffled)))
    assert found.obligations == determined(authority, history).obligations


@pytest.mark.parametrize("authority", AUTHORITIES)
@given(data=st.data())
def test_nothing_recorded_or_done_afterwards_changes_what_was_answered(authority: str, data: st.DataObject) -> None:
    history = data.draw(histories(authority))
    seen = tuple(e for e in history.case.events if e.recorded_at <= history.known_by and e.at <= history.at)
    as_known = determined(authority, history, replace(history.case, events=seen))
    assert to_json(determined(authority, history)) == to_json(as_known)


@pytest.mark.parametrize("authority", AUTHORITIES)
@given(data=st.data())
def test_the_meeting_chosen_is_never_one_whose_cut_off_has_passed(authority: str, data: st.DataObject) -> None:
    """Unless the case was put forward for it, was heard at it, its papers were in by the cut-off, or it goes there after
    the event.
    """
    history = data.draw(histories(authority))
    found = determined(authority, history)
    forward = any(e.kind == "put_forward" and e.recorded_at <= history.known_by for e in history.case.events)
    if forward or found.meeting.cut_off is None or (found.kind is not None and found.kind.answer == RETROSPECTIVE):
        return
    papers = [o for o in found.obligations if o.id == CUT_OFF_DUTY[authority]]
    in_time = any(o.done_at is not None and o.done_at <= found.meeting.cut_off for o in papers)
    seen = [e for e in history.case.events if e.at <= history.at and e.recorded_at <= history.known_by]
    asked = min((e.at for e in seen if is_of_a_hearing(authority, e.kind)), default=history.at)
    heard_there = local_date(asked) == found.meeting.day
    assert asked <= found.meeting.cut_off or in_time or heard_there, found.meeting.why


def is_of_a_hearing(authority: str, kind: str) -> bool:
    """What the panel does at a meeting: its own decisions, and what the vocabulary says is of a hearing."""
    terms = policy(authority).terms
    own = {d.name for d in terms.of("decisions") if d.trigger is None and set(d.actor) & set(terms.panels)}
    return kind in own or (kind in terms.vocabulary.events and terms.vocabulary.events[kind].belongs_to == "hearing")


def sent_to_chair(started: datetime) -> tuple[dict[str, Any], str, str, datetime]:
    """Camden 8.1c: the event that starts the clock, the duty, the act that fulfils it, and the last instant in time."""
    due = oracle.hours_after(started, 48, "keep")
    return {"event": "outcome_sent_to_chair"}, "finalise_outcome", "outcome_finalised", due


def decided(started: datetime) -> tuple[dict[str, Any], str, str, datetime]:
    """Wandsworth 2.1c: the same."""
    last = oracle.working_days_after(oracle.local(started).date(), 3, "day_after")
    due = oracle.midnight(last + oracle.DAY) - timedelta(seconds=1)
    return {"event": "panel_decision", "outcome": "agreed"}, "record_decision", "outcome_recorded", due


STARTED = {"camden": sent_to_chair, "wandsworth": decided}
EXAMPLE = {"camden": "late_papers", "wandsworth": "entry_to_care_in_time"}


@cache
def facts(authority: str, name: str) -> dict[str, Any]:
    return yaml.load((EXAMPLES / "cases" / authority / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)[
        "facts"
    ]


def expected(act: datetime, recorded: datetime, due: datetime, at: datetime, known_by: datetime) -> str:
    """The state of a duty, from first principles."""
    if act <= at and recorded <= known_by:
        return "fulfilled" if act <= due else "fulfilled_late"
    return "pending" if at <= due else "missed"


@pytest.mark.parametrize("authority", AUTHORITIES)
@given(
    started=st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 1)).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    acted=st.integers(0, 240),
    lag=st.integers(0, 240),
    asked=st.integers(0, 400),
    known=st.integers(0, 400),
)
def test_a_late_record_is_not_a_late_act(
    authority: str, started: datetime, acted: int, lag: int, asked: int, known: int
) -> None:
    trigger, duty, act, due = STARTED[authority](started)
    done, at, known_by = (started + n * HOUR for n in (acted, asked, known))
    recorded = done + lag * HOUR
    events = [
        {**trigger, "at": written(started)},
        {"event": act, "at": written(done), "recorded_at": written(recorded)},
    ]
    case = {"case": "X-1", "facts": facts(authority, EXAMPLE[authority]), "events": events}
    found = policy(authority).determine(
        case, at.replace(tzinfo=UTC), known_by.replace(tzinfo=UTC), second_opinion=False
    )
    status = next(o.status for o in found.obligations if o.id == duty)
    assert status == expected(done, recorded, due, at, known_by)


def written(instant: datetime) -> str:
    return iso(instant.replace(tzinfo=UTC))


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_in_time_but_entered_late_was_missed_as_known_then_and_is_fulfilled_as_known_now(authority: str) -> None:
    started = datetime(2026, 3, 9, 16, 30)
    trigger, duty, act, due = STARTED[authority](started)
    after, entered, later = (due + n * HOUR for n in (1, 24, 48))

    def status(done: datetime, recorded: datetime, at: datetime, known_by: datetime) -> str:
        events = [
            {**trigger, "at": written(started)},
            {"event": act, "at": written(done), "recorded_at": written(recorded)},
        ]
        case = {"case": "X-1", "facts": facts(authority, EXAMPLE[authority]), "events": events}
        found = policy(authority).determine(case, at.replace(tzinfo=UTC), known_by.replace(tzinfo=UTC))
        return next(o.status for o in found.obligations if o.id == duty)

    in_time, late = due - HOUR, due + HOUR / 2
    assert status(in_time, entered, due - HOUR / 2, due - HOUR / 2) == "pending"
    assert status(in_time, entered, after, after) == "missed"
    assert status(in_time, entered, after, later) == "fulfilled"
    assert status(in_time, entered, later, later) == "fulfilled"
    assert status(late, late, after, after) == "fulfilled_late"
    assert status(late, entered, after, after) == "missed"
    assert status(late, entered, after, later) == "fulfilled_late"


def closed_cases() -> list[dict[str, Any]]:
    rows = yaml.load(CLOSED.read_text("utf-8"), Loader=yaml.CSafeLoader)
    must = {"row", "case", "events", "at", "disposition", "duties", "because"}
    assert all(must <= set(row) <= must | {"facts", "readings"} for row in rows)
    return rows


@pytest.mark.parametrize("row", closed_cases(), ids=lambda row: row["row"])
def test_what_is_owed_outlives_the_case(row: dict[str, Any]) -> None:
    authority, name = row["case"].split("/")
    case = {"case": "X-1", "facts": {**facts(authority, name), **row.get("facts", {})}, "events": row["events"]}
    found = policy(authority).determine(case, row["at"], readings=row.get("readings"))
    assert found.disposition.answer == row["disposition"]
    statuses = {o.id: o.status for o in found.obligations}
    assert {duty: statuses.get(duty) for duty in row["duties"]} == row["duties"]
