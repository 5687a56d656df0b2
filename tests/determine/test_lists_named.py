"""A determination names every list of days off that its dates rest on, and what each is used for."""

from __future__ import annotations

import pytest

from carepanel import load_policy, to_json
from carepanel.determine.explanation import explanation
from carepanel.render.determination_text import determination_text
from carepanel.render.explanation_text import explanation_text
from tests.examples import ROOT

GOOD = ROOT / "tests" / "data" / "policies" / "good"
CASE = {"case": "X-1", "facts": {"child.looked_after": True}, "events": []}
BANK_HOLIDAYS = "england and wales 1, published to Sun 31 Dec 2028: UK bank holidays, division england-and-wales, "


def determined(name):
    return load_policy(GOOD / f"{name}.yaml").determine(CASE, "2026-12-15T09:00", second_opinion=False)


@pytest.mark.parametrize(
    ("name", "lists"),
    [
        ("minimal", [("england_and_wales", "1", "2028-12-31", ["working_days"])]),
        (
            "several_calendars",
            [
                ("england_and_wales", "1", "2028-12-31", ["working_days"]),
                ("own_closures", "2026-1", "2027-12-31", ["working_days"]),
            ],
        ),
        (
            "in_term_time",
            [
                ("england_and_wales", "1", "2028-12-31", ["working_days"]),
                ("own_terms", "2026", "2026-12-31", ["during"]),
            ],
        ),
    ],
)
def test_every_list_is_named_with_its_own_fingerprint_and_source(name, lists):
    found = to_json(determined(name))["calendars"]
    assert [(each["name"], each["version"], each["horizon"], each["used_for"]) for each in found] == lists
    assert len({each["fingerprint"] for each in found}) == len(found)
    assert all(each["fingerprint"].startswith("sha256:") and each["source"] for each in found)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("minimal", "days off by england and wales 1, published to 2028-12-31; policy"),
        (
            "several_calendars",
            "days off by england and wales 1, published to 2028-12-31, and by own closures 2026-1, published to "
            "2027-12-31; policy",
        ),
        (
            "in_term_time",
            "days off by england and wales 1, published to 2028-12-31; meetings during own terms 2026, published to "
            "2026-12-31; policy",
        ),
    ],
)
def test_the_foot_of_a_determination_names_every_list(name, says):
    assert says in " ".join(determination_text(determined(name)).split())


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("several_calendars", "own closures 2026-1, published to Fri 31 Dec 2027: A circular, retrieved 2026-01-05"),
        (
            "in_term_time",
            "own terms 2026, which meetings keep to, published to Thu 31 Dec 2026: A circular, retrieved 2026-01-05",
        ),
    ],
)
def test_an_explanation_says_where_every_list_is_from(name, second):
    text = explanation_text(explanation(determined(name), ""), width=200)
    first, *rest = [line.strip() for line in text.partition("Days off\n")[2].splitlines()]
    assert first.startswith(BANK_HOLIDAYS)
    assert rest[0] == second
