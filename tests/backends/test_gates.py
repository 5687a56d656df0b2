"""The translation of rules into gates, read without any engine."""

from __future__ import annotations

from random import Random

import pytest
from tests.backends.condition_rows import TESTED, read_condition, read_rows
from tests.backends.random_rules import answers_of, made_up_rules, made_up_truths

from carepanel.backends.gates import (
    MOST_PARTS_COUNTED,
    WIDEST_GATE,
    CircularAnswers,
    Flags,
    TooManyGates,
    TooManyParts,
    UnknownAnswer,
    translate,
)
from carepanel.conditions.ast import All, Answer, Any, AtLeast, Constant, Fact, Not, OneOf
from carepanel.conditions.truth import Truth


def leaf(number):
    return OneOf(Fact(f"fact_{number}"), frozenset({True}))


def gates_of(*written, **others):
    """The gates of one condition as ``{inputs} => output`` with leaves by letter, upper case for known to be no."""
    rules = {**{rule: read_condition(plain) for rule, plain in others.items()}, "r": read_condition(list(written))}
    translation = translate(rules)
    names = {
        flag: name
        for leaf, (yes, no) in translation.leaves.items()
        for flag, name in ((yes, leaf.term.name), (no, leaf.term.name.upper()))
    }
    names |= {
        flag: f"{rule}:{side}" for rule, flags in translation.rules.items() for side, flag in flags._asdict().items()
    }
    return {
        f"{' '.join(sorted(names[flag] for flag in gate.inputs))} => {names[gate.output]}"
        for stratum in translation.strata
        for gate in stratum
    }


def chained(translation, truths):
    """What the gates conclude, chained in plain Python one stratum after another."""
    raised = {
        flags.yes if truths[leaf] is Truth.YES else flags.no
        for leaf, flags in translation.leaves.items()
        if truths[leaf] is not Truth.NOT_KNOWN
    }
    for stratum in translation.strata:
        raised |= {gate.output for gate in stratum if raised.issuperset(gate.inputs)}
    found = {rule: (flags.yes in raised, flags.no in raised) for rule, flags in translation.rules.items()}
    assert (True, True) not in found.values()
    return {rule: Truth.YES if yes else Truth.NO if no else Truth.NOT_KNOWN for rule, (yes, no) in found.items()}


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: row.name)
def test_gates_conclude_what_each_row_says(row):
    assert chained(translate(row.rules), row.truths)[TESTED] is row.expected


def test_gates_conclude_what_kleenes_tables_say_of_made_up_rules():
    random = Random(1)
    for _ in range(150):
        rules = made_up_rules(random)
        translation = translate(rules)
        for _ in range(10):
            truths = made_up_truths(random)
            assert chained(translation, truths) == answers_of(rules, truths)


def test_all_holds_by_one_gate_and_fails_by_one_a_part():
    assert gates_of("all", "a", "b", "c") == {"a b c => r:yes", "A => r:no", "B => r:no", "C => r:no"}


def test_any_is_the_mirror_image():
    assert gates_of("any", "a", "b") == {"a => r:yes", "b => r:yes", "A B => r:no"}


def test_not_needs_no_gate_of_its_own():
    assert gates_of("not", ["all", "a", ["not", "b"]]) == {"A => r:yes", "b => r:yes", "B a => r:no"}


def test_counting_is_written_as_combinations_while_they_are_few():
    assert gates_of("at_least", "2", "a", "b", "c") == {
        "a b => r:yes",
        "a c => r:yes",
        "b c => r:yes",
        "A B => r:no",
        "A C => r:no",
        "B C => r:no",
    }


def test_an_answer_is_the_flag_of_its_rule():
    assert gates_of("all", ["answer", "s"], ["not", "b"], s=["any", "a"]) == {
        "a => s:yes",
        "A => s:no",
        "B s:yes => r:yes",
        "s:no => r:no",
        "b => r:no",
    }


def test_constants_need_no_inputs():
    assert gates_of("any", "always", "a") == {" => r:yes"}
    assert gates_of("all", "never", "a") == {" => r:no"}


def test_alternatives_that_cannot_occur_or_say_no_more_are_left_out():
    assert gates_of("any", ["all", "a", ["not", "a"]], ["all", "b", "c"], "b") == {
        "b => r:yes",
        "A B => r:no",
        "B a => r:no",
    }


def test_every_gate_is_narrow_and_uses_only_what_is_settled_before():
    random = Random(2)
    for _ in range(100):
        translation = translate(made_up_rules(random))
        given = {flag for flags in (*translation.leaves.values(), *translation.rules.values()) for flag in flags}
        produced = {gate.output for stratum in translation.strata for gate in stratum}
        for number, stratum in enumerate(translation.strata):
            later = {gate.output for stratum in translation.strata[number:] for gate in stratum}
            for gate in stratum:
                assert len(gate.inputs) <= WIDEST_GATE
                assert list(gate.inputs) == sorted(set(gate.inputs))
                assert gate.rule in translation.rules
                assert later.isdisjoint(gate.inputs)
                assert set(gate.inputs) <= given | produced


def test_the_same_rules_make_the_same_gates():
    first, second = (translate(made_up_rules(Random(3))) for _ in range(2))
    assert first == second


def test_equal_parts_share_their_flags():
    heavy = All(tuple(Any((leaf(n), leaf(n + 1), leaf(n + 2))) for n in range(0, 30, 3)))
    once = sum(map(len, translate({"r0": All((heavy, leaf(50)))}).strata))
    forty = sum(map(len, translate({f"r{n}": All((heavy, leaf(50 + n))) for n in range(40)}).strata))
    assert forty < once + 40 * 15


def test_a_part_that_stands_in_itself_very_often_is_read_once():
    part = leaf(0)
    for number in range(1, 60):
        part = All((part, Any((part, leaf(number)))))
    assert chained(translate({"r": part}), {leaf(n): Truth.YES for n in range(60)}) == {"r": Truth.YES}


def test_nesting_may_be_deeper_than_the_stack_of_python():
    part = leaf(0)
    for number in range(1500):
        part = Any((leaf(1), Not(All((part, leaf(2 + number % 7))))))
    truths = {leaf(n): Truth.NOT_KNOWN for n in range(9)} | {leaf(1): Truth.YES}
    assert chained(translate({"r": part}), truths) == {"r": Truth.YES}


def test_a_leaf_has_two_flags_and_is_met_once():
    translation = translate({"r": leaf(0), "s": Not(leaf(0))})
    assert list(translation.leaves) == [leaf(0)]
    assert isinstance(translation.rules["r"], Flags)
    assert len({*translation.leaves[leaf(0)], *translation.rules["r"], *translation.rules["s"]}) == 6


def test_no_rules_make_no_gates():
    assert translate({}).strata == ()


def test_an_unknown_answer_is_refused():
    with pytest.raises(UnknownAnswer, match="rule `r` uses the answer of `s`, which is not a rule"):
        translate({"r": Not(Answer("s"))})


def test_rules_that_wait_for_each_other_are_refused():
    with pytest.raises(CircularAnswers, match="`r`"):
        translate({"r": Not(Answer("s")), "s": Any((Answer("r"), leaf(0)))})
    with pytest.raises(CircularAnswers):
        translate({"r": Answer("r")})


def test_counting_over_too_many_parts_is_refused():
    parts = tuple(leaf(number) for number in range(MOST_PARTS_COUNTED + 1))
    with pytest.raises(TooManyParts, match="rule `r` counts over 33 parts; at most 32 can be counted"):
        translate({"r": AtLeast(2, parts)})
    assert translate({"r": AtLeast(16, parts[:-1])}).rules


def test_too_many_gates_are_refused():
    with pytest.raises(TooManyGates, match="more than 4096 gates"):
        translate({f"r{number}": Any(tuple(leaf(n) for n in range(60))) for number in range(80)})


@pytest.mark.parametrize("strange", ["a text", None, 7, b"", ("all", ()), Fact("a")], ids=repr)
def test_what_is_not_a_condition_is_refused(strange):
    with pytest.raises(TypeError, match="rule `r` holds something that is not a condition"):
        translate({"r": All((leaf(0), strange))})


def test_a_constant_rule_is_concluded_without_any_leaf():
    assert chained(translate({"r": Constant(value=False), "s": Not(Answer("r"))}), {}) == {
        "r": Truth.NO,
        "s": Truth.YES,
    }
