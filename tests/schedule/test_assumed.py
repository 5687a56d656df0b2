"""What a meeting is taken to set off, step by step."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from carepanel.conditions.moments import AllMoments, AnyMoment, DecisionMoment, EventMoment, MeetingMoment, StatusMoment
from carepanel.schedule.assumed import assumed
from tests.examples import policy

DONE = {name: EventMoment(f"{name}_done") for name in "abcdef"}
DUTIES = {
    # the trigger of each duty; each is fulfilled by its own event, but for the last two
    "a": DecisionMoment("decision", "agreed"),
    "b": AllMoments((DONE["a"], StatusMoment("a", "fulfilled"))),
    "c": AnyMoment((DONE["b"], EventMoment("something_else"))),
    "d": EventMoment("something_else"),
    "e": AllMoments((DONE["c"], EventMoment("something_else"))),
    "f": StatusMoment("c", "missed"),
}


def follows() -> Any:
    duties = [SimpleNamespace(name=name, trigger=trigger, fulfilled_by=DONE[name]) for name, trigger in DUTIES.items()]
    duties.append(
        SimpleNamespace(
            name="both", trigger=DONE["a"], fulfilled_by=AllMoments((EventMoment("one"), EventMoment("two")))
        )
    )
    duties.append(SimpleNamespace(name="either", trigger=DONE["a"], fulfilled_by=AnyMoment((EventMoment("three"),))))
    decisions = [
        SimpleNamespace(name="decision", actor=("panel",), trigger=None),
        SimpleNamespace(name="later", actor=("panel",), trigger=EventMoment("something_else")),
        SimpleNamespace(name="other", actor=("head_of_service",), trigger=None),
    ]
    terms: Any = SimpleNamespace(of=lambda section: decisions if section == "decisions" else duties)
    panel: Any = SimpleNamespace(id="panel")
    return assumed(panel, terms)


def test_each_step_follows_from_the_one_before_and_no_other_does() -> None:
    found = follows()
    assert found.duties == {"a", "b", "c", "both", "either"}
    assert found.events == {"decision", "a_done", "b_done", "c_done", "one", "two"}


@pytest.mark.parametrize(
    ("moment", "covered"),
    [
        (DONE["a"], True),
        (DONE["d"], False),
        (StatusMoment("b", "fulfilled"), True),
        (StatusMoment("b", "missed"), False),
        (AllMoments(()), False),
        (AnyMoment(()), False),
        (MeetingMoment("panel"), False),
        (None, False),
    ],
)
def test_what_a_moment_rests_on_decides(moment: Any, covered: bool) -> None:
    assert follows().covers(moment) is covered


def test_the_shipped_panels_set_off_what_their_terms_say() -> None:
    camden, wandsworth = (policy(name).terms for name in ("camden", "wandsworth"))
    found = assumed(camden.panels["panel"], camden)
    assert {"record_outcome", "send_outcome", "finalise_outcome"} <= found.duties
    assert "hear_breakdown_case" not in found.duties
    assert {"record_decision", "update_budget"} <= assumed(wandsworth.panels["panel"], wandsworth).duties
    assert assumed(wandsworth.panels["health_panel"], wandsworth).duties == frozenset()
