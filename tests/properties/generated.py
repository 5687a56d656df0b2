"""Whole policies, generated: every section, every form, each sound, over the small vocabulary of `words`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from tests.properties.words import DOCUMENTS, VOCABULARY, Names, condition, deadline, maybe, moment

from carepanel import resources
from carepanel.calendars.bank_holidays import from_document as calendar_from_document
from carepanel.conditions.vocabulary_from_document import vocabulary
from carepanel.diagnostics import Problems
from carepanel.loading import Loaded
from carepanel.model.check import check_policy
from carepanel.model.written import written
from carepanel.policy import Policy
from carepanel.program.dependencies import circle
from carepanel.schema.validate import check
from carepanel.text.document import plain
from carepanel.text.from_plain import from_plain
from carepanel.text.yaml_ import read

if TYPE_CHECKING:
    from random import Random

    from tests.properties.words import Plain

    from carepanel.calendars.bank_holidays import Calendar
    from carepanel.conditions.vocabulary import Vocabulary
    from carepanel.diagnostics import Diagnostic

_HEAD: Plain = {
    "policy": "nowhere/generated_panel",
    "authority": "Nowhere",
    "title": "Generated panel",
    "version": "1",
    "in_force": {"from": "not_stated"},
    "source": {"title": "None", "sha256": "not_stated"},
    "uses": "generated_words",
    "clauses": {"1": "Everything that a generated policy says"},
}
_CITES = {"clause": "1"}
_OUTCOMES = ("agreed", "refused")


def policies(*, known: bool = True) -> st.SearchStrategy[Policy]:
    """Sound policies. `known` lets conditions ask whether a fact is known."""
    return st.randoms(use_true_random=False).map(lambda random: policy_of(document(random, known=known)))


def seeded_policies(*, known: bool = True) -> st.SearchStrategy[Policy]:
    """The same from seeds: much faster to draw, and not made smaller when something fails."""
    return st.randoms(use_true_random=True).map(lambda random: policy_of(document(random, known=known)))


@cache
def words() -> Vocabulary:
    """The vocabulary of generated policies."""
    problems = Problems()
    found = vocabulary(from_plain(VOCABULARY, "words"), problems)
    assert not problems.found()
    return found


@cache
def calendar() -> Calendar:
    """The shipped calendar."""
    found, _ = read(resources.shared_bytes("england_and_wales"), "calendar")
    assert found is not None
    return calendar_from_document(plain(found))


def loaded(plain_policy: Plain, *, whole_schema: bool = False) -> tuple[Loaded, tuple[Diagnostic, ...]]:
    """A policy as the loader would leave it, with its problems, without files."""
    found = from_plain(plain_policy, "generated")
    problems = Problems()
    if whole_schema:
        problems.extend(check(found, dict(resources.schema("policy"))))
    result = Loaded(written(found, words(), "0" * 64, problems), calendar())
    terms = result.terms({}, problems)
    check_policy(terms, found, problems)
    assert circle(terms) is None
    return result, problems.found()


def policy_of(plain_policy: Plain) -> Policy:
    """A policy from plain values that are sound."""
    found, problems = loaded(plain_policy)
    errors = [found for found in problems if found.severity == "error"]
    assert not errors, "\n".join(map(str, errors))
    return Policy(found)


def document(random: Random, *, known: bool = True) -> Plain:
    """A whole policy. Each section uses only the names of those before it."""
    names = Names(known=known)
    made: Plain = {**_HEAD, "counting": _counting(random), "words": {"will": random.choice(["must", "should", "may"])}}
    made["membership"] = _membership(random)
    made["meetings"] = {"panel": _meeting(random)}
    made["definitions"], names = _definitions(random, names)
    made["eligibility"] = {
        f"ground_{n}": {**_CITES, "when": condition(random, names)} for n in range(random.randint(1, 3))
    }
    names = names.and_(criteria=tuple(made["eligibility"]))
    made["routes"], names = _table("route", random, names)
    made["kinds"], names = _table("kind", random, names)
    made["documents"] = _documents(random, names)
    made["authorisations"] = _authorisations(random, names)
    made["attendance"] = {party: _who(random, names) for party in ("worker", "guardian")}
    made["decisions"], made["obligations"], names = _duties(random, names)
    made["definitions"] |= {"late_rule": {**_CITES, "when": condition(random, names)}}
    made["disposition"], _ = _table("disposition", random, names.and_(conditions=("late_rule",)))
    return made


def _counting(random: Random) -> Plain:
    return {
        "working_days": "england_and_wales",
        "first_day": random.choice(["day_after", "same_day"]),
        "exactly_on_time": random.choice(["included", "excluded"]),
        "birthday_29_february": random.choice(["1 march", "28 february"]),
    }


def _membership(random: Random) -> Plain:
    members = {"head": {**_CITES, "as": "chair"}, "clerk": {**_CITES, "as": "member", "or": "office"}}
    quorum = random.choice(["not_stated", {"at_least": 1, "of": ["head", "clerk"]}])
    return {
        "panel": {"members_attend": random.choice(["must", "should"]), "quorum": quorum, **_CITES, "members": members}
    }


def _meeting(random: Random) -> Plain:
    weekly = {"every": "week", "day": "monday"}
    fortnightly = {"every": "2 weeks", "day": "tuesday", "counting_from": "2026-01-06"}
    monthly = {"every": "month", "day": ["second tuesday", "last friday"]}
    cut_offs = [
        {"by": "thursday 12:00", "before": "panel.usual_day"},
        {"by": "thursday 12:00", "before": "panel", "if_not_working_day": "previous_working_day"},
        {"at_least": "2 working days", "before": "panel", "by": "17:00"},
        {"at_least": "36 hours", "before": "panel"},
        {"before": "panel"},
    ]
    cut_off = {**_CITES, "for": "lodge", "deadline": random.choice(cut_offs)}
    return {
        **_CITES,
        "meets": random.choice([weekly, weekly, fortnightly, monthly, {"every": "month", "day": "not_stated"}]),
        "starts": random.choice(["not_stated", "13:00"]),
        "if_not_working_day": random.choice(["next_working_day", "previous_working_day", "not_held", "keep"]),
        "cut_off": cut_off if maybe(random, 0.9) else "not_stated",
    }


def _definitions(random: Random, names: Names) -> tuple[Plain, Names]:
    made: Plain = {"some_moment": {**_CITES, "moment": moment(random, names)}}
    names = names.and_(moments=("some_moment",))
    on = random.choice(["panel", "panel.cut_off", moment(random, names)])
    made["age"] = {**_CITES, "age_of": "child.born", "at": on}
    made["count"] = {
        **_CITES,
        "count_of": "broke_down",
        "where": random.choice(["always", {"planned": maybe(random)}, {"planned": False, "why": "tired"}]),
        "since": random.choice(["ever", "child.care_from", "child.born"]),
    }
    names = names.and_(numbers=("age", "count"))
    for number in range(random.randint(0, 2)):
        made[f"rule_{number}"] = {**_CITES, "when": condition(random, names)}
        names = names.and_(conditions=(f"rule_{number}",))
    return made, names


def _table(name: str, random: Random, names: Names) -> tuple[list[Plain], Names]:
    thens = [f"{name}_{letter}" for letter in "abc"[: random.randint(1, 3)]]
    rows = [
        {"then": random.choice(thens), **_CITES, "when": condition(random, names)} for _ in range(random.randint(0, 3))
    ]
    rows.append({"then": random.choice(thens), **_CITES})
    if name == "kind":
        rows = [{**row, **_heard_at(random, names)} for row in rows]
    rows = [row for row in rows if row.get("when") != "always"]
    return rows, names.and_(tables={name: tuple(dict.fromkeys(row["then"] for row in rows))})


def _heard_at(random: Random, names: Names) -> Plain:
    if maybe(random, 0.8):
        return {"heard_at": "panel"}
    return {"heard_at": random.choice(["next panel", "next open panel"]), "after": moment(random, names, 0)}


def _modality(random: Random) -> Plain:
    return {random.choice(["must", "should", "will", "may"]): "do it"}


def _who(random: Random, names: Names) -> Plain:
    return {**_CITES, random.choice(["must", "should", "may", "must_not"]): "attend", **_when(random, names)}


def _when(random: Random, names: Names, chance: float = 0.5) -> Plain:
    return {"when": condition(random, names, 1)} if maybe(random, chance) else {}


def _documents(random: Random, names: Names) -> Plain:
    made: Plain = {name: {**_CITES, **_modality(random), **_when(random, names)} for name in DOCUMENTS}
    made["history"] |= {"no_older_than": random.choice(["3 months", "2 weeks", "not_stated"])}
    made["screening"] |= {"stands_in_for": "history"}
    if maybe(random, 0.3):
        made["minutes"] |= {"stands_in_for": "history"}
    if maybe(random, 0.4):
        made["form"] |= {"fulfilled_by": random.choice([{"all": ["sent", "told"]}, {"any": ["sent", "told"]}, "sent"])}
    if maybe(random, 0.2):
        made["minutes"] |= {"waived_by": moment(random, names)}
    return made


def _authorisations(random: Random, names: Names) -> Plain:
    made: Plain = {
        name: {**_CITES, **_modality(random), **_when(random, names)} for name in ("manager", "head", "office")
    }
    if maybe(random, 0.7):
        made["head"] |= {"after": "manager"}
        made["office"] |= {"after": random.choice(["head", "manager", "not_stated"])}
    return made


def _duties(random: Random, names: Names) -> tuple[Plain, Plain, Names]:
    collected = ("documents", "authorisations")[: random.randint(0, 2)]
    lodge = list(collected) or {"document_lodged": "form"}
    due = random.choice([{"by": "panel.cut_off"}, {"by": "panel.cut_off"}, {"before": "panel"}, "not_stated"])
    obligations: Plain = {
        "lodge": {**_CITES, "actor": "worker", "must": "lodge", "fulfilled_by": lodge, "deadline": due}
    }
    if maybe(random, 0.3):
        obligations["lodge"] |= {"waived_by": random.choice(["told", "order_made"])}
    # What is collected is due when this duty is, so no other duty may be the first to collect it.
    names = names.and_(duties=("lodge",), collections=collected)
    decisions: Plain = {}
    for number in range(random.randint(1, 5)):
        name = f"item_{number}"
        if maybe(random, 0.3):
            decisions[name] = {
                **_rule(random, names),
                "outcomes": dict.fromkeys(_OUTCOMES, "So it is"),
                "deadline": deadline(random, names),
            }
            names = names.and_(decisions={name: _OUTCOMES})
        else:
            obligations[name] = _obligation(random, names)
            names = names if "for_each" in obligations[name] else names.and_(duties=(name,))
    return decisions, obligations, names


def _obligation(random: Random, names: Names) -> Plain:
    fulfilled = "not_recorded" if maybe(random, 0.05) else moment(random, names)
    each = {"for_each": random.choice(["panel", "year"])} if maybe(random, 0.05) else {}
    return {**_rule(random, names), "fulfilled_by": fulfilled, "deadline": deadline(random, names), **each}


def _rule(random: Random, names: Names) -> Plain:
    made: Plain = {
        **_CITES,
        "actor": random.choice(["worker", ["worker", "manager"], "not_stated"]),
        **_modality(random),
    }
    if maybe(random, 0.6):
        made["trigger"] = moment(random, names)
    if maybe(random, 0.3):
        made["waived_by"] = moment(random, names)
    return {**made, **_when(random, names, 0.4)}
