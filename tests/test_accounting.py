"""Every clause and every open question of both sources is accounted for, one duty and one question at a time.

`tests/data/clauses/` and `tests/data/register/` hold ids and paragraphs, made from the sources apart from the policies.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from carepanel.conditions.ast import Fact, OneOf, leaves
from carepanel.loading import file, read_document
from carepanel.model.accounting import account
from carepanel.text.document import Mapping, Scalar, Sequence
from tests.examples import AUTHORITIES, ROOT, policy, questions

COUNTS = {"camden": ("C", 69, 27), "wandsworth": ("W", 81, 25)}
KINDS = {
    "C": {"rule"},
    "J": {"judgment", "rule"},
    "G": {"guidance", "context", "external", "missing_source", "rule"},
}


def read(kind: str, authority: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "tests" / "data" / kind / f"{authority}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_entry_of_the_inventory_is_there(authority: str) -> None:
    letter, clauses, register = COUNTS[authority]
    assert list(read("clauses", authority)) == [f"{letter}-{number:02}" for number in range(1, clauses + 1)]
    assert list(read("register", authority)) == [f"A-{letter}{number}" for number in range(1, register + 1)]


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_entry_of_the_inventory_has_its_clauses(authority: str) -> None:
    accounted = {entry.clause: entry for entry in account(document(authority))}
    inventory = read("clauses", authority)
    for name, entry in inventory.items():
        assert entry["clauses"], name
        for clause in entry["clauses"]:
            found = accounted[clause]
            assert found.accounted_for, name
        kinds = {accounted[clause].kind for clause in entry["clauses"]}
        assert kinds & KINDS[entry["class"]], (name, kinds)
    claimed = {clause for entry in inventory.values() for clause in entry["clauses"]}
    beyond = [accounted[clause] for clause in accounted if clause not in claimed]
    assert [entry.clause for entry in beyond if entry.kind == "rule"] == [], "a duty that the inventory does not know"


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_judgment_has_its_owner(authority: str) -> None:
    terms = policy(authority).terms
    known = {*terms.vocabulary.parties, *terms.panels, "not_stated"}
    for name, entry in read("clauses", authority).items():
        if entry["class"] == "J":
            clauses = [terms.clauses[clause] for clause in entry["clauses"]]
            judged = any(clause.kind == "judgment" and clause.judged_by in known for clause in clauses)
            cited = {clause.id for clause in clauses}
            owned = any(cited & set(requirement.clauses) for requirement in terms.requirements)
            assert judged or owned or cited & judged_in_a_fact(terms), name


def judged_in_a_fact(terms: Any) -> set[str]:
    """The clauses of criteria that rest on a fact which somebody named has judged."""
    facts = {fact.name for fact in terms.vocabulary.facts.values() if fact.judged_by}
    return {
        clause
        for criterion in terms.criteria
        for leaf in leaves(criterion.when)
        if isinstance(leaf, OneOf) and isinstance(leaf.term, Fact) and leaf.term.name in facts
        for clause in criterion.clauses
    }


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_open_question_is_held_by_something(authority: str) -> None:
    terms = policy(authority).terms
    decisions = {requirement.name for requirement in terms.of("decisions")}
    for entry, rows in read("register", authority).items():
        assert rows, entry
        for row in rows:
            kind, _, name = row["held_by"].partition(":")
            match kind:
                case "reading":
                    assert name in terms.readings, (entry, name)
                case "decision":
                    assert name in decisions, (entry, name)
                case "fact":
                    assert name in terms.vocabulary.facts, (entry, name)
                case "external" | "missing_source":
                    assert terms.clauses[name].kind == kind, (entry, name)
                case "not_stated":
                    assert says_not_stated(document(authority), name), (entry, name)
                case _:
                    raise AssertionError((entry, row))


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_reading_has_a_case_that_tells_its_options_apart_or_says_why_none_can(authority: str) -> None:
    asked = policy(authority)
    open_readings = {
        reading.id: [option for option in reading.options if option != reading.chosen]
        for reading in asked.terms.readings.values()
        if reading.stands_in and not reading.no_case
    }
    # the examples that name a reading come first: they were made to show it
    by_reading = sorted(questions(authority), key=lambda question: not question.readings)
    same = [
        reading
        for reading, others in open_readings.items()
        if not any(
            tells_apart(asked, question, reading, others)
            for question in sorted(by_reading, key=lambda question: reading not in question.readings)
        )
    ]
    assert same == []


def tells_apart(asked: Any, question: Any, reading: str, others: list[str]) -> bool:
    def answers(option: str) -> dict[str, str]:
        readings = {**question.readings, reading: option}
        found: dict[str, str] = asked.answers(question.case, question.at, question.known_by, readings=readings)
        return found

    chosen = asked.terms.readings[reading].chosen
    own = answers(chosen)
    return any(answers(option) != own for option in others)


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_reading_without_a_case_says_why(authority: str) -> None:
    for reading in policy(authority).terms.readings.values():
        if not reading.stands_in:
            assert len(reading.not_tried.split()) > 4, reading.id
        if reading.no_case:
            assert len(reading.no_case.split()) > 4, reading.id


def document(authority: str) -> Mapping:
    return read_document(file(str(ROOT / "policies" / f"{authority}.yaml")))


def says_not_stated(whole: Mapping, path: str) -> bool:
    """Whether the value at a dotted path is `not_stated`, may be by a reading, or is left out."""
    node: Any = whole
    steps = path.split(".")
    while steps:
        if not isinstance(node, Mapping):
            return False
        # a key may hold full stops itself: a clause id
        key = next((".".join(steps[:n]) for n in range(len(steps), 0, -1) if ".".join(steps[:n]) in node), None)
        if key is None:
            return True
        steps = steps[len(key.split(".")) :]
        node = node.get(key)
    return mentions(node, "not_stated")


def mentions(node: Any, word: str) -> bool:
    if isinstance(node, Scalar):
        return node.value == word
    if isinstance(node, Mapping):
        return "reading" in node or any(mentions(line.value, word) for line in node.entries)
    return isinstance(node, Sequence) and any(mentions(item, word) for item in node.items)
