"""The second opinion: durable-rules, behind its wrapper, against Kleene's tables."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from itertools import product
from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.backends.condition_rows import TESTED, read_condition, read_rows
from tests.backends.gate_mutations import mutations
from tests.backends.random_rules import LEAVES, answers_of, made_up_rules, made_up_truths

from carepanel.backends import durable
from carepanel.backends.durable import SecondOpinion, SecondOpinionFailed, available, disagreements
from carepanel.backends.gates import Gate, Translation, translate
from carepanel.conditions.ast import ALWAYS, NEVER, All, Answer, Any, AtLeast, Constant, Not
from carepanel.conditions.truth import Truth

needs_durable = pytest.mark.skipif(not available(), reason="durable-rules cannot be imported on this Python")
ROWS = read_rows()
NO, NOT_KNOWN, YES = Truth


def rules_of(**written):
    return {rule: read_condition(plain) for rule, plain in written.items()}


def check_made_up(seed, rule_sets, cases):
    """Made-up rules and cases: how many cases were tried. Any difference fails."""
    random = Random(seed)
    for _ in range(rule_sets):
        rules = made_up_rules(random)
        opinion = SecondOpinion(translate(rules))
        for _ in range(cases):
            truths = made_up_truths(random)
            assert opinion.conclude(truths) == answers_of(rules, truths)
    return rule_sets * cases


def conditions(rules_before):
    leaves = st.sampled_from(LEAVES[:6]) | st.builds(Constant, st.booleans())
    if rules_before:
        leaves |= st.builds(Answer, st.sampled_from(rules_before))
    parts = lambda inner: st.lists(inner, max_size=5).map(tuple)  # noqa: E731
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(Not, inner)
            | st.builds(All, parts(inner))
            | st.builds(Any, parts(inner))
            | st.builds(AtLeast, st.integers(1, 6), parts(inner))
        ),
        max_leaves=12,
    )


@st.composite
def rule_sets(draw):
    rules = {}
    for number in range(draw(st.integers(1, 6))):
        rules[f"rule_{number}"] = draw(conditions(list(rules)))
    return rules


# What it answers.


@needs_durable
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_durable_rules_concludes_what_each_row_says(row):
    answers = SecondOpinion(translate(row.rules)).conclude(row.truths)
    assert answers[TESTED] is row.expected
    assert answers == answers_of(row.rules, row.truths)


@needs_durable
def test_durable_rules_agrees_with_kleenes_tables_on_made_up_rules():
    assert check_made_up(seed=11, rule_sets=90, cases=220) == 19_800


@needs_durable
@given(rules=rule_sets(), truths=st.lists(st.sampled_from(Truth), min_size=6, max_size=6))
@settings(max_examples=100)
def test_durable_rules_agrees_on_the_smallest_rules_that_hypothesis_can_find(rules, truths):
    given_truths = dict(zip(LEAVES[:6], truths, strict=True))
    assert SecondOpinion(translate(rules)).conclude(given_truths) == answers_of(rules, given_truths)


@pytest.mark.long
@needs_durable
@pytest.mark.parametrize("seed", range(20))
def test_durable_rules_agrees_in_a_longer_search(seed):
    assert check_made_up(seed=1000 + seed, rule_sets=40, cases=250) == 10_000


@needs_durable
def test_one_engine_answers_many_cases_without_remembering_any():
    rules = rules_of(first=["all", "a", "b"], second=["any", ["answer", "first"], "c"])
    opinion = SecondOpinion(translate(rules))
    leaves = list(translate(rules).leaves)
    for truths in list(product(Truth, repeat=3)) * 10:
        case = dict(zip(leaves, truths, strict=True))
        assert opinion.conclude(case) == answers_of(rules, case)


@needs_durable
def test_a_leaf_of_no_rule_is_ignored():
    opinion = SecondOpinion(translate({"r": LEAVES[0]}))
    assert opinion.conclude({LEAVES[0]: YES, LEAVES[1]: NO}) == {"r": YES}


@needs_durable
@pytest.mark.parametrize("truth", [None, True, False, 0, 1, 2, "yes", "no", float("nan")], ids=repr)
def test_anything_but_a_truth_is_refused(truth):
    opinion = SecondOpinion(translate({"r": LEAVES[0]}))
    with pytest.raises(SecondOpinionFailed, match="a leaf was given no truth"):
        opinion.conclude({LEAVES[0]: truth})
    assert opinion.conclude({LEAVES[0]: YES}) == {"r": YES}


@needs_durable
def test_a_missing_leaf_is_refused():
    with pytest.raises(SecondOpinionFailed, match="a leaf was given no truth"):
        SecondOpinion(translate({"r": LEAVES[0]})).conclude({})


# Where the two differ.


def test_engines_that_agree_have_no_disagreements():
    assert disagreements({"r": YES, "s": NOT_KNOWN}, {"s": NOT_KNOWN, "r": YES}) == ()


def test_disagreements_are_named_in_the_order_of_the_rules():
    assert disagreements({"r": YES, "s": NO, "t": NO}, {"t": NOT_KNOWN, "s": NO, "r": NO}) == ("r", "t")


def test_a_rule_that_only_one_engine_answers_is_a_disagreement():
    assert disagreements({"r": YES}, {}) == ("r",)
    assert disagreements({}, {"r": NOT_KNOWN}) == ("r",)


def test_a_number_is_no_truth():
    assert disagreements({"r": NOT_KNOWN}, {"r": True}) == ("r",)


@needs_durable
def test_a_rule_concluded_both_ways_has_no_answer():
    right = translate(rules_of(r="a", s="b"))
    both = Gate(right.rules["r"].no, right.strata[0][0].inputs, "r")
    wrong = replace(right, strata=((*right.strata[0], both),))
    a, b = right.leaves
    assert SecondOpinion(wrong).conclude({a: YES, b: NO}) == {"s": NO}


# Not where a rule is a constant: what always holds need not be asked for.
MISTAKEN = [row for row in ROWS if len(row.truths) <= 4 and not ({ALWAYS, NEVER} & set(row.rules.values()))]


@needs_durable
@pytest.mark.parametrize("row", MISTAKEN, ids=lambda row: row.name)
def test_some_case_shows_every_mistake_in_a_gate(row):
    """Also says that no gate is idle: without it, or with less of it, some answer changes."""
    right = translate(row.rules)
    cases = [dict(zip(row.truths, truths, strict=True)) for truths in product(Truth, repeat=len(row.truths))]
    for description, wrong in mutations(right):
        opinion = SecondOpinion(wrong)
        shown = any(disagreements(answers_of(row.rules, case), opinion.conclude(case)) for case in cases)
        assert shown, description


# When it cannot be had, or fails.


@pytest.fixture
def not_importable(monkeypatch):
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    durable._core.cache_clear()
    yield
    durable._core.cache_clear()


@pytest.mark.usefixtures("not_importable")
def test_where_durable_rules_cannot_be_imported_there_is_no_second_opinion():
    assert available() is False
    with pytest.raises(SecondOpinionFailed, match="durable-rules cannot be imported here"):
        SecondOpinion(translate({"r": LEAVES[0]}))


def test_it_is_not_to_be_had_from_python_3_13_on():
    assert available() or sys.version_info >= (3, 13)


class Core:
    """A stand-in for the rule core, which does as it is told."""

    def __init__(self, *results):
        self.results = list(results)
        self.built, self.deleted, self.given_back = [], [], []

    def create_ruleset(self, name, _rules):
        self.built.append(name)
        return len(self.built)

    def assert_fact(self, _handle, _message):
        return 0, 1

    def start_action_for_state(self, _handle, _state):
        result = self._next()
        return result and ("{}", result)

    def complete_and_start_action(self, _handle, _state):
        return self._next()

    def delete_state(self, handle, _sid):
        self.deleted.append(handle)

    def delete_ruleset(self, handle):
        self.given_back.append(handle)

    def _next(self):
        result = self.results.pop(0)
        if isinstance(result, BaseException):
            raise result
        return result


LAST = '{"last":{"m":{}}}'
FIRST = '{"0":{"m":{}}}'


def opinion_on(core, monkeypatch):
    monkeypatch.setattr(durable, "_core", lambda: core)
    return SecondOpinion(translate({"r": LEAVES[0]}))


def test_a_last_rule_that_is_silent_is_a_failure(monkeypatch):
    for results in ([None], [FIRST, None]):
        with pytest.raises(SecondOpinionFailed, match="stopped before its last rule"):
            opinion_on(Core(*results), monkeypatch).conclude({LEAVES[0]: YES})


def test_an_engine_that_never_stops_is_stopped(monkeypatch):
    with pytest.raises(SecondOpinionFailed, match="fired a rule twice"):
        opinion_on(Core(*[FIRST] * 50), monkeypatch).conclude({LEAVES[0]: YES})


def test_an_engine_that_errs_is_never_touched_again_and_replaced(monkeypatch):
    core = Core(RuntimeError("error code: 303"), FIRST, LAST, None)
    opinion = opinion_on(core, monkeypatch)
    with pytest.raises(SecondOpinionFailed, match="durable-rules raised RuntimeError") as caught:
        opinion.conclude({LEAVES[0]: YES})
    assert "303" not in str(caught.value)
    assert (len(core.built), core.deleted) == (1, [])
    assert opinion.conclude({LEAVES[0]: YES}) == {"r": YES}
    assert (len(core.built), core.deleted) == (2, [2])
    del opinion, caught
    gc.collect()
    assert core.given_back == [2]


def test_an_engine_that_keeps_failing_is_given_up(monkeypatch):
    core = Core(*[MemoryError()] * 9)
    opinion = opinion_on(core, monkeypatch)
    for _ in range(3):
        with pytest.raises(SecondOpinionFailed, match="raised MemoryError"):
            opinion.conclude({LEAVES[0]: YES})
    with pytest.raises(SecondOpinionFailed, match="failed 3 times in a row"):
        opinion.conclude({LEAVES[0]: YES})
    assert len(core.built) == 3


def test_an_interruption_goes_through_and_the_engine_is_replaced(monkeypatch):
    core = Core(KeyboardInterrupt(), FIRST, LAST, None)
    opinion = opinion_on(core, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        opinion.conclude({LEAVES[0]: YES})
    assert opinion.conclude({LEAVES[0]: YES}) == {"r": YES}


def test_it_cannot_be_asked_again_while_answering(monkeypatch):
    core = Core(FIRST, LAST, None)
    opinion = opinion_on(core, monkeypatch)
    core.delete_state = lambda *_: opinion.conclude({LEAVES[0]: YES})
    with pytest.raises(SecondOpinionFailed, match="asked again while answering"):
        opinion.conclude({LEAVES[0]: YES})


def test_a_ruleset_without_raised_flags_is_passed_over(monkeypatch):
    assert opinion_on(Core(), monkeypatch).conclude({LEAVES[0]: NOT_KNOWN}) == {"r": NOT_KNOWN}


# What it refuses to hold.


@pytest.mark.parametrize(
    "flag", ["sid", "id", "$s", "always", "f1", "f00001\n", "f٠٠٠٠١", "f00001.f00002", "x" * 9000, ""]
)
def test_a_flag_with_a_name_of_its_own_is_refused(flag):
    with pytest.raises(SecondOpinionFailed, match="name that is not of the form"):
        SecondOpinion(Translation(strata=((Gate("f00000", (flag,), "r"),),), leaves={}, rules={}))


def test_gates_that_are_too_wide_or_too_many_are_refused():
    wide = Gate("f00000", tuple(f"f{n:05d}" for n in range(1, 18)), "r")
    many = (Gate("f00000", ("f00001",), "r"),) * 5000
    for stratum in ((wide,), many):
        with pytest.raises(SecondOpinionFailed, match="too many or too wide"):
            SecondOpinion(Translation(strata=(stratum,), leaves={}, rules={}))


def test_flags_that_look_alike_to_the_engine_are_refused(monkeypatch):
    monkeypatch.setattr(durable, "_hash", len)
    with pytest.raises(SecondOpinionFailed, match="two flags look alike"):
        SecondOpinion(translate({"r": LEAVES[0]}))


def test_no_two_flags_that_can_be_given_look_alike_to_the_engine():
    names = [f"f{number:05d}" for number in range(100_000)]
    assert len({durable._hash(name) for name in (*names, *durable._RESERVED)}) == len(names) + len(durable._RESERVED)


def test_the_hash_is_the_published_one():
    assert durable._hash("foobar") == 0xBF9CF968
    assert durable._hash("sid") == 3593476751


def test_no_ruleset_is_larger_than_was_tried():
    gates = [Gate(f"f{n:05d}", tuple(f"f{n * 16 + k + 1000:05d}" for k in range(n % 17)), "r") for n in range(500)]
    shared_out = list(durable._shared_out(gates))
    assert [gate for held in shared_out for gate in held] == gates
    for held in shared_out:
        assert len(held) < 32
        assert len({flag for gate in held for flag in gate.inputs}) <= 64


@needs_durable
def test_the_memory_of_an_engine_is_given_back(monkeypatch):
    real = durable._core()
    given_back = []
    functions = {name: getattr(real, name) for name in dir(real) if not name.startswith("_")}
    counted = SimpleNamespace(
        **functions | {"delete_ruleset": lambda handle: given_back.append(real.delete_ruleset(handle))}
    )
    monkeypatch.setattr(durable, "_core", lambda: counted)
    opinion = SecondOpinion(translate({"r": LEAVES[0]}))
    opinion.conclude({LEAVES[0]: YES})
    del opinion
    gc.collect()
    assert len(given_back) == 1
