"""What `diff` says of two policies: read each ``expected.txt`` as a councillor would.

``CAREPANEL_REWRITE=1 pytest tests/compare`` writes them anew; say in the commit message why they changed.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from random import Random

import pytest

from carepanel.compare.change import SECTIONS
from carepanel.compare.structural import changes, compare
from carepanel.render.diff_text import HEADINGS, diff_text
from carepanel.render.json_ import dumps
from carepanel.text.document import Entry, Mapping, Scalar, Sequence
from tests.compare.policies import DATA, PAIRS, document, made_from, pair, shuffled, terms

SHIPPED = ("camden", "wandsworth")
MIRROR = {"added": "removed", "removed": "added", "changed": "changed"}


@pytest.mark.parametrize("name", PAIRS)
def test_the_changes_between_two_policies_are_told_in_sentences(name):
    told = diff_text(compare(*pair(name))) + "\n"
    expected = DATA / name / "expected.txt"
    if os.environ.get("CAREPANEL_REWRITE"):
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_policy_does_not_differ_from_itself(name):
    comparison = compare(terms(name), terms(name))
    assert comparison.changes == ()
    assert diff_text(comparison).splitlines()[-1] == "no change"


def _way_there(found):
    return Counter(
        (c.kind, c.section, frozenset((f.field, f.before, f.after) for f in c.fields), c.bears_on) for c in found
    )


def _way_back(found):
    return Counter(
        (MIRROR[c.kind], c.section, frozenset((f.field, f.after, f.before) for f in c.fields), c.bears_on)
        for c in found
    )


@pytest.mark.parametrize("name", [*PAIRS, "shipped"])
def test_the_way_back_is_the_mirror_of_the_way_there(name):
    old, new = pair(name) if name != "shipped" else (terms("camden"), terms("wandsworth"))
    assert _way_there(changes(old, new)) == _way_back(changes(new, old))


@pytest.mark.parametrize("name", [*SHIPPED, str(DATA / "row_moved" / "old.yaml")], ids=[*SHIPPED, "small"])
def test_the_order_of_maps_and_of_lists_outside_tables_is_no_change(name):
    policy, old = document(name), terms(name)
    for seed in range(8):
        new = made_from(shuffled(policy, Random(seed)))
        assert new is not None
        assert changes(old, new) == ()


def test_policies_with_nothing_in_common_are_compared_all_the_same():
    comparison = compare(terms("camden"), terms("wandsworth"))
    for width in (40, 100):
        told = diff_text(comparison, width=width)
        assert "None" not in told.replace("None,", "").replace("None that", ""), "a value where words belong"
        assert told.splitlines()[-1].startswith(f"{len(comparison.changes)} changes: ")
    assert "\x1b[" not in diff_text(comparison)
    assert "\x1b[" in diff_text(comparison, styled=True)


def test_every_section_has_a_heading():
    assert set(HEADINGS) == set(SECTIONS)


def test_json_holds_both_policies_and_every_change():
    old, new = pair("document_added")
    found = json.loads(dumps(compare(old, new)))
    assert found["old"]["version"] == "1"
    assert found["new"]["fingerprint"] == new.fingerprint
    assert [(c["kind"], c["section"], c["id"]) for c in found["changes"]] == [
        ("changed", "policy", "policy"),
        ("added", "documents", "risk_assessment"),
        ("added", "clauses", "4.3"),
    ]
    assert found["changes"][0]["fields"] == [{"field": "version", "before": "1", "after": "2"}]


# One line of a shipped policy is edited in every way there is, and the change is found under its name.


def _set(node, key, value):
    lines = (
        Entry(line.key, line.key_position, value(line.value) if line.key == key else line.value)
        for line in node.entries
    )
    return Mapping(tuple(lines), node.position)


def _longer(node):
    return Scalar(f"{node.value} indeed", node.position)


def _weaker(node):
    other = {"must": "may", "should": "may", "will": "may", "usually": "may", "may": "should", "must_not": "may"}
    lines = (Entry(other.get(line.key, line.key), line.key_position, line.value) for line in node.entries)
    return Mapping(tuple(lines), node.position)


def _negated(node):
    return Mapping((Entry("not", node.position, node),), node.position)


def _not_stated(node):
    return Scalar("not_stated", node.position)


REQUIREMENTS = ("documents", "authorisations", "attendance", "decisions", "obligations")
EDITS = {
    "says otherwise": (("clauses",), lambda body: _longer(body) if isinstance(body, Scalar) else None),
    "post": (("parties",), _longer),
    "title": (("documents", "eligibility", "decisions", "meetings"), lambda b: _set(b, "title", _longer)),
    "when": (("eligibility", "definitions", *REQUIREMENTS), lambda b: _set(b, "when", _negated)),
    "modality": (REQUIREMENTS, _weaker),
    "deadline": (("obligations", "decisions"), lambda b: _set(b, "deadline", _not_stated)),
    "trigger": (("obligations",), lambda b: _set(b, "trigger", lambda n: Scalar("never", n.position))),
    "fulfilled_by": (
        ("obligations", "documents"),
        lambda b: _set(b, "fulfilled_by", lambda n: Scalar("never", n.position)),
    ),
    "actor": (
        ("obligations", "decisions"),
        lambda b: _set(b, "actor", lambda n: Scalar("children_and_young_people", n.position)),
    ),
    "clause": (REQUIREMENTS, lambda b: _set(b, "clause", lambda n: Scalar("2.3", n.position))),
    "question": (("readings",), lambda b: _set(b, "question", _longer)),
    "because": (("readings",), lambda b: _set(b, "because", _longer)),
    "gone": (("clauses", "parties", "events", "eligibility", *REQUIREMENTS), lambda _: "gone"),
}


def _edited(document, section, name, edit):
    lines = document.get(section).entries
    body = edit(document.get(section).get(name))
    if body is None or body == document.get(section).get(name):
        return None
    kept = [line for line in lines if line.key != name]
    entries = (
        kept if body == "gone" else [Entry(x.key, x.key_position, body if x.key == name else x.value) for x in lines]
    )
    return _set(document, section, lambda node: Mapping(tuple(entries), node.position))


def _every_edit(document):
    for what, (sections, edit) in EDITS.items():
        for section in sections:
            node = document.get(section)
            for line in node.entries if isinstance(node, Mapping) else ():
                edited = _edited(document, section, line.key, edit)
                if edited is not None:
                    yield what, section, line.key, edited


@pytest.mark.parametrize("name", SHIPPED)
def test_an_edit_of_one_line_is_found_where_it_was_made(name):
    policy, old = document(name), terms(name)
    edits = list(_every_edit(policy))
    tried = Counter()
    for what, section, entry, edited in Random(name).sample(edits, 120):
        new = made_from(edited)
        if new is None:
            continue  # what others name cannot go
        found = {(change.section, change.id): change for change in changes(old, new)}
        if what == "when" and (section, entry) not in found:
            continue  # a number or a moment has no condition of its own
        assert (section, entry) in found, f"{what} of {section}.{entry} was not found"
        assert found[section, entry].kind == ("removed" if what == "gone" else "changed")
        tried[what] += 1
    assert len(tried) >= 10, tried
    assert sum(tried.values()) >= 60, tried


@pytest.mark.parametrize("name", SHIPPED)
def test_two_rows_that_change_places_are_one_move(name):
    policy, old = document(name), terms(name)
    rows = policy.get("disposition")
    for number in range(len(rows.items) - 2):
        order = list(rows.items)
        order[number : number + 2] = reversed(order[number : number + 2])
        swapped = _set(policy, "disposition", lambda node, order=order: Sequence(tuple(order), node.position))
        new = made_from(swapped)
        assert new is not None
        (change,) = changes(old, new)
        assert change.section == "disposition"
        assert [field.field for field in change.fields] == ["place"]


def test_a_reading_chosen_differently_names_every_rule_that_rests_on_it():
    policy, old = document("camden"), terms("camden")
    chosen = {name: reading for name, reading in old.readings.items() if reading.stands_in}
    for name, reading in chosen.items():
        other = next(option for option in reading.options if option != reading.chosen)
        edited = _edited(
            policy,
            "readings",
            name,
            lambda b, other=other: _set(b, "chosen", lambda n: Scalar(other, n.position)),
        )
        new = made_from(edited)
        assert new is not None
        found = changes(old, new)
        change = next(change for change in found if change.section == "readings")
        assert change.id == name
        assert change.bears_on
        for other_change in found:
            bare = f"{other_change.section}.{other_change.id}".removesuffix(".cut_off")
            if other_change.section in ("obligations", "documents", "eligibility", "meetings"):
                assert bare in change.bears_on
