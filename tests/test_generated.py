"""Whole policies made up by Hypothesis, each asked about many made-up cases: the two engines agree about all of them."""

from __future__ import annotations

import json
import random
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carepanel import CaseInvalid, Policy, load_policy
from carepanel.backends import durable
from carepanel.loading import Source, load
from tests.examples import ROOT
from tests.variants import drawn

BASE = ROOT / "tests" / "data" / "policies" / "good" / "every_form.yaml"
AT = "2026-03-01T10:00"
CASES = 25

# Every kind of line that a condition may have, over the names of the base policy.
LINES: list[dict[str, Any]] = [
    {"child.looked_after": True},
    {"child.has_ehcp": False},
    {"placement.unstable": True},
    {"request.about": "entry_to_care"},
    {"request.about": {"one_of": ["placement_change", "future_need"]}},
    {"child.open_to": {"includes": "health"}},
    {"child.open_to": {"size": {"at_most": 1}}},
    {"stay.nights": {"over": 1, "under": 4}},
    {"stay.nights": 3},
    {"age": {"at_least": 12, "under": 17}},
    {"calls": {"at_least": 2}},
    {"calls": {"at_most": 1}},
    {"letter_sent": "happened"},
    {"first_step": "happened"},
    {"verdict": "agreed"},
    {"verdict": {"known": True}},
    {"attended": "social_worker"},
    {"document_lodged": "report"},
    {"authorised": "team_manager"},
    {"lodge": "missed"},
    {"lodge": {"one_of": ["fulfilled", "pending"]}},
    {"board": "reached"},
    {"recent_calls": {"at_least": 1}},
    {"recent_calls": {"at_most": 1}},
    {"born_lately": True},
    {"born_lately": False},
    {"lodge": "cancelled"},
]

# What is added to the definitions of the base policy.
WINDOWS: dict[str, Any] = {
    "recent_calls": {"clause": "1", "count_of": "call_made", "where": "always", "within": "2 weeks", "before": "board"},
    "born_lately": {"clause": "1", "date": "child.date_of_birth", "within": "15 years", "before": "letter_sent"},
}


def conditions() -> st.SearchStrategy[Any]:
    lines = st.sampled_from(LINES)
    return st.recursive(
        lines | st.sampled_from(["always", "never"]).map(lambda word: {"not": word}),
        lambda part: st.one_of(
            part.map(lambda inner: {"not": inner}),
            st.lists(part, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
            st.lists(part, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
            st.tuples(st.integers(1, 2), st.lists(part, min_size=2, max_size=3)).map(
                lambda both: {"some": {"at_least": both[0], "of": both[1]}}
            ),
            st.tuples(part, lines).map(lambda both: {**both[1], **both[0]}),
        ),
        max_leaves=6,
    )


@cache
def base() -> str:
    return json.dumps(yaml.load(BASE.read_text("utf-8"), Loader=yaml.CSafeLoader))


def made_up(whens: list[Any]) -> Policy | None:
    """The base policy with these conditions in it; None where they wait for each other or can never all be."""
    document = json.loads(base())
    document["definitions"] |= WINDOWS
    document["obligations"]["lodge"]["cancelled_by"] = "case_heard"
    places = [
        document["eligibility"]["young"],
        document["eligibility"]["called"],
        document["routes"][0],
        document["kinds"][0],
        document["documents"]["summary"],
        document["attendance"]["parents_and_carers"],
        document["obligations"]["tell"],
        document["obligations"]["hurry"],
        document["disposition"][1],
    ]
    for place, when in zip(places, whens, strict=True):
        place["when"] = when
    loaded, _ = load(Source(str(BASE), json.dumps(document).encode()))
    return Policy(loaded) if loaded is not None else None


def case(draw: random.Random) -> dict[str, Any]:
    vocabulary = load_policy(BASE).terms.vocabulary if not FACTS else None
    if vocabulary is not None:
        FACTS.extend(vocabulary.facts.values())
    facts = {f.name: v for f in FACTS if draw.random() < 0.6 and (v := drawn(f, draw)) is not None}
    if draw.random() < 0.8:
        facts["child.date_of_birth"] = draw.choice(["2008-02-29", "2010-05-05", "2014-03-05"])
    if draw.random() < 0.7:
        facts["stay.nights"] = draw.randint(0, 5)
    kinds = (
        "letter_sent",
        "call_made",
        "case_heard",
        "verdict",
        "authorised",
        "document_lodged",
        "attended",
        "put_forward",
    )
    events = [event(kind, draw) for kind in kinds for _ in range(draw.randint(0, 2))]
    whole = {"history_complete_since": "2008-01-01"} if draw.random() < 0.5 else {}
    return {"case": "X-1", "facts": facts, "events": events, **whole}


FACTS: list[Any] = []


def event(kind: str, draw: random.Random) -> dict[str, Any]:
    at = f"2026-0{draw.randint(1, 2)}-{draw.randint(10, 28)}T{draw.randint(8, 17):02}:30"
    carried: dict[str, dict[str, Any]] = {
        "verdict": {"outcome": draw.choice(["agreed", "refused"])},
        "authorised": {"by": draw.choice(["team_manager", "head_of_service", "service_manager"])},
        "document_lodged": {"document": draw.choice(["report", "summary"]), "dated": "2026-01-05"},
        "attended": {"who": "social_worker"},
        "call_made": {"answered": draw.random() < 0.5} if draw.random() < 0.7 else {},
        "put_forward": {"day": "2026-02-17"},
    }
    return {"event": kind, "at": at, **carried.get(kind, {})}


@pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")
def test_the_engines_agree_about_made_up_policies() -> None:
    asked = 0

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(st.lists(conditions(), min_size=9, max_size=9), st.integers(0, 10**6))
    def agree(whens: list[Any], seed: int) -> None:
        nonlocal asked
        policy = made_up(whens)
        if policy is None:
            return
        draw = random.Random(seed)
        for _ in range(CASES):
            try:
                assert policy.determine(case(draw), AT).second_opinion.taken
            except CaseInvalid:
                continue
            asked += 1

    agree()
    assert asked >= 300
