"""The normal form: what means the same is equal, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from carepanel.compare.normal import normal
from carepanel.conditions.ast import Age, All, Answer, Any, AtLeast, Count, Fact, InRange, Not, OneOf
from carepanel.conditions.moments import AllMoments, AnyMoment, DecisionMoment, EventMoment, MeetingMoment
from carepanel.model.deadlines import EarliestOf, Every, NotStated, Period, RelativeTo, Undecided
from carepanel.model.meetings import Weekly

A, B, C = (OneOf(Fact(name), frozenset({True})) for name in "abc")
SENT, CAME = EventMoment("sent"), EventMoment("came")
BORN = Age("child.born", MeetingMoment("panel"), "1 march")

SAME = {
    "the order of parts": (All((A, B)), All((B, A))),
    "brackets within brackets": (All((A, All((B, C)))), All((A, B, C))),
    "what is said twice": (Any((A, A)), A),
    "one part alone": (All((A,)), A),
    "the order of a count": (AtLeast(2, (A, B, C)), AtLeast(2, (C, A, B))),
    "the order of moments": (AnyMoment((SENT, CAME)), AnyMoment((CAME, SENT))),
    "the order of deadlines": (
        EarliestOf((NotStated(), RelativeTo("by", SENT))),
        EarliestOf((RelativeTo("by", SENT), NotStated())),
    ),
    "the order of days": (Weekly(("monday", "friday")), Weekly(("friday", "monday"))),
    "the birthday on 29 February, which is one for the file": (
        InRange(BORN, 16, 17),
        InRange(Age("child.born", MeetingMoment("panel"), "28 february"), 16, 17),
    ),
}
OTHER = {
    "and, or": (All((A, B)), Any((A, B))),
    "and, or, of moments": (AllMoments((SENT, CAME)), AnyMoment((SENT, CAME))),
    "a count as often": (AtLeast(2, (A, A, B)), AtLeast(2, (A, B))),
    "yes and no": (A, Not(A)),
    "true and 1": ({"usual": True}, {"usual": 1}),
    "1 May and 5 January": (Every(Period(1, "years"), anchor=(5, 1)), Every(Period(1, "years"), anchor=(1, 5))),
    "a day and no day": (Every(Period(1, "years"), anchor=date(2026, 1, 1)), Every(Period(1, "years"))),
    "nothing and something": (AnyMoment(()), AnyMoment((SENT,))),
}


@pytest.mark.parametrize(("one", "another"), SAME.values(), ids=SAME)
def test_what_means_the_same_is_equal(one, another):
    assert normal(one, {}) == normal(another, {})


@pytest.mark.parametrize(("one", "another"), OTHER.values(), ids=OTHER)
def test_what_means_something_else_is_not(one, another):
    assert normal(one, {}) != normal(another, {})


NAMES = {
    ("facts", "a"): "z",
    ("events", "sent"): "handed_over",
    ("decisions", "late"): "leave",
    ("documents", "form"): "request",
    ("parties", "chair"): "head",
    ("eligibility", "young"): "teenager",
    ("readings", "hours"): "two_days",
    ("meetings", "panel"): "board",
}
CALLED = {
    "fact": (A, OneOf(Fact("z"), frozenset({True}))),
    "event": (SENT, EventMoment("handed_over")),
    "event counted": (Count("sent", A, "a"), Count("handed_over", OneOf(Fact("z"), frozenset({True})), "z")),
    "decision": (DecisionMoment("late", "yes"), DecisionMoment("leave", "yes")),
    "document": (
        EventMoment("document_lodged", (("document", "form"),)),
        EventMoment("document_lodged", (("document", "request"),)),
    ),
    "party": (EventMoment("attended", (("who", "chair"),)), EventMoment("attended", (("who", "head"),))),
    "rule": (Answer("eligibility.young"), Answer("eligibility.teenager")),
    "reading": (Undecided("hours"), Undecided("two_days")),
    "meeting": (MeetingMoment("panel", "cut_off"), MeetingMoment("board", "cut_off")),
}


@pytest.mark.parametrize(("old", "new"), CALLED.values(), ids=CALLED)
def test_an_older_name_is_read_as_the_newer(old, new):
    assert normal(old, NAMES) == normal(new, {})


def test_a_value_that_only_looks_like_a_name_is_left_alone():
    value = OneOf(Fact("other"), frozenset({"chair"}))
    assert normal(value, NAMES) == normal(value, {})
