"""Laws of every determination, on odd cases of the shipped policies: examples with facts and events changed at random."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carepanel import CaseInvalid, load_policy, to_json
from carepanel.backends import durable, reference
from carepanel.conditions.ast import All, Answer, AtLeast, Constant, Happened, Not
from carepanel.conditions.ast import Any as AnyOf
from carepanel.conditions.fold import folded
from carepanel.conditions.moments import EventMoment
from carepanel.conditions.truth import Truth
from tests.examples import AUTHORITIES, policy
from tests.variants import drawn, variants

if TYPE_CHECKING:
    from carepanel.determine.case import Case

MANY = 900


@cache
def odd(authority: str) -> tuple[tuple[Case, str], ...]:
    """Odd cases that can be: those whose facts contradict each other are refused, which is tried apart."""
    return tuple(both for both in variants(authority, MANY, seed=7) if can_be(authority, *both))


def can_be(authority: str, case: Case, at: str) -> bool:
    try:
        policy(authority).determine(case, at, second_opinion=False)
    except CaseInvalid:
        return False
    return True


def definite(answers: dict[str, str]) -> dict[str, str]:
    """The answers that nothing still to be learnt may change: yes, no, and a row of a table."""
    tables = ("route", "kind", "disposition")
    return {
        name: answer
        for name, answer in answers.items()
        if answer in ("yes", "no") or (name in tables and answer != "not_known")
    }


@pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_the_engines_agree(authority: str) -> None:
    for case, at in odd(authority):
        assert policy(authority).determine(case, at).second_opinion.taken


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_no_definite_answer_is_contradicted_by_a_fact_learnt_later(authority: str) -> None:
    draw = random.Random(11)
    asked = policy(authority)
    tried = 0
    for case, at in odd(authority):
        missing = [fact for fact in asked.terms.vocabulary.facts.values() if fact.name not in case.facts]
        for fact in draw.sample(missing, min(2, len(missing))):
            value = drawn(fact, draw)
            if value is None or uses_known(fact.name, authority):
                continue
            learnt = frozenset(value) if isinstance(value, list) else value
            later = replace(case, facts={**case.facts, fact.name: learnt})
            before, after = definite(asked.answers(case, at)), asked.answers(later, at)
            assert {name: after[name] for name in before} == before, (fact.name, at)
            tried += 1
    assert tried > MANY / 2


def uses_known(fact: str, authority: str) -> bool:
    """Whether some rule asks if the fact is known: the one question that learning it may turn round."""
    text = (policy(authority).terms.id, fact)
    return text == ("wandsworth/care_panel", "request.hub_purpose")


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_no_definite_answer_is_contradicted_by_a_completed_history(authority: str) -> None:
    asked = policy(authority)
    born = asked.terms.vocabulary.history_begins
    for case, at in odd(authority):
        if case.history_complete_since is None and born in case.facts:
            whole = replace(case, history_complete_since=case.facts[born])
            before, after = definite(asked.answers(case, at)), asked.answers(whole, at)
            assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_neither_order_nor_repetition_makes_a_difference(authority: str) -> None:
    draw = random.Random(3)
    asked = policy(authority)
    for case, at in odd(authority)[::10]:
        events, facts = list(case.events), list(case.facts.items())
        draw.shuffle(events)
        draw.shuffle(facts)
        shuffled = replace(case, facts=dict(facts), events=(*events, *events[:2]))
        one, other = (to_json(asked.determine(c, at, second_opinion=False)) for c in (case, shuffled))
        assert one == other


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_what_is_recorded_later_never_changes_what_was_known_earlier(authority: str) -> None:
    asked = policy(authority)
    for case, at in odd(authority)[::4]:
        if case.events:
            latest = max(event.recorded_at for event in case.events)
            late = replace(case.events[0], recorded_at=latest + timedelta(days=400))
            known_by = latest + timedelta(days=1)
            later = replace(case, events=(*case.events, late))
            assert asked.answers(later, at, known_by) == asked.answers(case, at, known_by)


def test_every_thread_and_every_load_gets_the_same_answer() -> None:
    case, at = odd("camden")[0]
    own = to_json(policy("camden").determine(case, at))
    fresh = load_policy("camden")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: to_json(fresh.determine(case, at)), range(24)))
    assert found == [own] * 24


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_what_is_not_known_comes_with_something_to_learn(authority: str) -> None:
    for case, at in odd(authority)[::4]:
        found = policy(authority).determine(case, at, second_opinion=False)
        named = {rule for item in found.not_known for rule in item.would_change}
        unsettled = {f"eligibility.{c.id}" for c in found.eligibility.criteria if c.answer == "not_known"}
        tables = {"kind": found.kind, "route": found.route, "disposition": found.disposition}
        unsettled |= {name for name, choice in tables.items() if choice is not None and choice.answer is None}
        assert unsettled <= named


def test_a_case_that_cannot_be_is_refused() -> None:
    impossible = {"case": "X-1", "facts": {"homelessness.became_looked_after": True, "child.looked_after": False}}
    with pytest.raises(CaseInvalid, match="looked after"):
        policy("camden").determine(impossible, "2026-03-06T09:00")


LEAVES = tuple(Happened(EventMoment(name)) for name in "abc")


def conditions() -> st.SearchStrategy[Any]:
    bottom = st.one_of(st.sampled_from(LEAVES), st.booleans().map(Constant), st.just(Answer("other")))
    return st.recursive(
        bottom,
        lambda part: st.one_of(
            part.map(Not),
            st.lists(part, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(part, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
            st.tuples(st.integers(1, 3), st.lists(part, max_size=3)).map(lambda both: AtLeast(both[0], tuple(both[1]))),
        ),
        max_leaves=8,
    )


def truths(rules: dict[str, Any]) -> list[dict[str, Truth]]:
    every = product(Truth, repeat=len(LEAVES))
    return [reference.answers(rules, dict(zip(LEAVES, found, strict=True)).__getitem__) for found in every]


@given(conditions(), conditions().filter(lambda c: "other" not in repr(c)))
def test_folding_keeps_the_meaning(condition: Any, other: Any) -> None:
    rules = {"other": other, "rule": condition}
    assert truths(folded(rules)) == truths(rules)


@given(st.lists(conditions().filter(lambda c: "other" not in repr(c)), min_size=1, max_size=3).map(tuple))
def test_de_morgan(parts: Any) -> None:
    both = {"one": Not(All(parts)), "other": AnyOf(tuple(Not(part) for part in parts))}
    assert all(found["one"] is found["other"] for found in truths(both))


@given(conditions().filter(lambda c: "other" not in repr(c)))
def test_learning_a_leaf_never_turns_a_definite_answer(condition: Any) -> None:
    for known in product(Truth, repeat=len(LEAVES)):
        before = dict(zip(LEAVES, known, strict=True))
        answer = reference.truth(condition, before.__getitem__, lambda _: Truth.NOT_KNOWN)
        if answer is Truth.NOT_KNOWN:
            continue
        for leaf in (leaf for leaf in LEAVES if before[leaf] is Truth.NOT_KNOWN):
            for learnt in (Truth.YES, Truth.NO):
                after = {**before, leaf: learnt}
                assert reference.truth(condition, after.__getitem__, lambda _: Truth.NOT_KNOWN) is answer


def test_history_older_than_the_calendar_is_no_hindrance() -> None:
    """A young person of 17 has a history from before the first bank holiday on file."""
    case = {
        "case": "X-1",
        "facts": {"child.date_of_birth": "2009-05-01", "child.came_into_care_on": "2009-06-01"},
        "events": [
            {"event": "placement_broke_down", "planned": False, "at": f"{year}-03-01T10:00"} for year in (2010, 2011)
        ],
        "history_complete_since": "2009-05-01",
    }
    found = policy("camden").determine(case, "2026-03-06T09:00")
    assert found.eligibility.grounds == ("repeat_breakdown",)
    assert str(found.meeting.day) == "2026-03-16"
