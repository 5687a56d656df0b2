"""The second opinion notices: whichever gate of the translation is wrong, some example makes the two engines disagree."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from carepanel.backends import durable
from carepanel.backends.gates import translate
from carepanel.calendars.instants import parse_instant
from carepanel.conditions.fold import folded
from carepanel.conditions.truth import Truth
from carepanel.determine.determine import conclusions
from carepanel.determine.evidence import Evidence
from carepanel.determine.meeting import choose
from carepanel.determine.second_opinion import SecondEngine
from carepanel.errors import EnginesDisagree
from carepanel.loading import load, source_of
from tests.backends.gate_mutations import mutations
from tests.examples import AUTHORITIES, policy, questions
from tests.variants import lacking_one, variants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carepanel.backends.gates import Translation
    from carepanel.conditions.ast import Leaf
    from carepanel.program.program import Program

pytestmark = pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")


Weighed = tuple[Any, "Mapping[str, Truth]", "Mapping[Leaf, Truth]"]


@cache
def prepared(authority: str) -> Any:
    """A policy's document with its program under its own readings."""
    loaded, _ = load(source_of(authority))
    assert loaded is not None
    return loaded, loaded.program({})


def weighed(authority: str, case: Any, at: str, known_by: str | None = None) -> Weighed:
    """A case under a policy: its evaluation, its conclusions and its leaves."""
    loaded, program = prepared(authority)
    evidence = Evidence(case, program, parse_instant(at), parse_instant(known_by or at))
    evaluation = choose(evidence, loaded.calendar).evaluation
    return (evaluation, *conclusions(evaluation))


def examples(authority: str) -> list[Weighed]:
    own = (question for question in questions(authority) if not question.readings)
    return [weighed(authority, policy(authority).read_case(q.case), q.at, q.known_by) for q in own]


def by_the_gates(translation: Translation, leaves: Mapping[Leaf, Truth]) -> dict[str, Truth | None]:
    """What the gates conclude, followed by hand: only to find the example worth asking the engine about."""
    raised = set()
    for leaf, flags in translation.leaves.items():
        if leaves[leaf] is not Truth.NOT_KNOWN:
            raised.add(flags.yes if leaves[leaf] is Truth.YES else flags.no)
    for stratum in translation.strata:
        raised |= {gate.output for gate in stratum if raised.issuperset(gate.inputs)}
    return {rule: answer(flags.yes in raised, flags.no in raised) for rule, flags in translation.rules.items()}


def answer(yes: bool, no: bool) -> Truth | None:
    if yes and no:
        return None
    return Truth.YES if yes else Truth.NO if no else Truth.NOT_KNOWN


# What a policy says twice: lose either saying and the other still says it, so no case can show the loss.
SAID_TWICE = {
    "camden": {"obligations.hear_breakdown_case": "its condition and its trigger are one count"},
    "wandsworth": {
        "definitions.joint_funding_needs_officers": "4.2 asks for the officers at any joint funding, so 2.2 adds nothing",
        "obligations.refer_when_ready": "only who is joined with Health can be ready for its panel",
        "kind[2]": "a decision to note is never agreed in haste",
        "kind[3]": "an item for information is never agreed in haste, nor to be noted",
        "kind[4]": "a review is never agreed in haste, nor to be noted, nor for information",
        "disposition[2].passed": "what the panel did not agree it decided",
    },
}


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_whichever_gate_is_wrong_some_case_makes_the_engines_disagree(authority: str) -> None:
    _, program = prepared(authority)
    faithful = translate(folded(program.rules))
    known = examples(authority)
    assert [by_the_gates(faithful, leaves) for _, _, leaves in known] == [reference for _, reference, _ in known]
    unnoticed = [wrong for wrong in mutations(faithful) if not noticed(program, wrong[1], known)]
    # the odd ones: an example with a few facts and events changed
    odd = [weighed(authority, case, at) for case, at in (*lacking_one(authority), *variants(authority, 600, seed=1))]
    still = [name for name, wrong in unnoticed if not noticed(program, wrong, odd)]
    assert [name for name in still if name.partition(":")[0] not in SAID_TWICE[authority]] == []


def noticed(program: Program, wrong: Translation, cases: list[Weighed]) -> bool:
    """Whether the engines are seen to disagree about one of the cases: found by hand, then asked for real."""
    place = next((i for i, (_, r, leaves) in enumerate(cases) if by_the_gates(wrong, leaves) != r), None)
    if place is None:
        return False
    with pytest.raises(EnginesDisagree) as refused:
        SecondEngine(program, wrong).check(cases[place][0])
    assert refused.value.rules
    cases.insert(0, cases.pop(place))
    return True
