"""What ends a process, hangs it or draws a wrong answer when durable-rules 2.0.28 is used directly, tried on our wrapper.

Each attack runs in a process of its own, so that a crash is a failing test and not the end of the run. Each begins
with the `COMMON` lines and must leave by printing ``held``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from carepanel.backends.durable import available

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not available(), reason="durable-rules cannot be imported on this Python")

COMMON = """
import gc, os, random, signal, sys, threading, time
from tests.backends.random_rules import LEAVES, answers_of, made_up_rules, made_up_truths
from carepanel.backends.durable import SecondOpinion, SecondOpinionFailed, available, disagreements
from carepanel.backends.gates import Untranslatable, translate
from carepanel.conditions.ast import *
from carepanel.conditions.ast import Any as AnyOf
from carepanel.conditions.truth import Truth
NO, NOT_KNOWN, YES = Truth
a, b, c = LEAVES[:3]
luck = random.Random(7)
def flag(name, value=True):
    return OneOf(Fact(name), frozenset({value}))
def right(rules, cases):
    opinion = SecondOpinion(translate(rules))
    for truths in cases:
        found = opinion.conclude(truths)
        assert found == answers_of(rules, truths), disagreements(answers_of(rules, truths), found)
    return opinion
def made_up(number):
    return [made_up_truths(luck) for _ in range(number)]
"""


def held(attack, seconds=60):
    """Run the attack: it must end well, in time, having met no wrong answer on its way."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(ROOT / "engine"), str(ROOT))),
        "PYTHONFAULTHANDLER": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-c", COMMON + attack + "\nprint('held')"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert ran.stdout.endswith("held\n")


# The ten that kill.


def test_1_more_than_a_thousand_children_then_waiting():
    """The 1,025th session, then another message or simply waiting. Here all cases share one session."""
    held("""
rules = made_up_rules(luck, most=20)
opinion = right(rules, made_up(4000))
assert threading.active_count() == 1
time.sleep(1.5)
assert opinion.conclude(case := made_up_truths(luck)) == answers_of(rules, case)
""")


def test_2_deleting_while_others_live_from_eight_threads():
    held("""
rules = [made_up_rules(luck, most=12) for _ in range(8)]
shared = [SecondOpinion(translate(some)) for some in rules]
wrong, done = [], []
def work(seed):
    luck = random.Random(seed)
    for turn in range(250):
        number = luck.randrange(8)
        if turn % 10 == 0:
            opinion = SecondOpinion(translate(rules[number]))
        else:
            opinion = shared[number]
        case = made_up_truths(luck)
        if opinion.conclude(case) != answers_of(rules[number], case):
            wrong.append(case)
    done.append(seed)
sys.setswitchinterval(1e-5)
threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert not wrong and len(done) == 8, (len(wrong), done)
""")


def test_3_cases_in_which_no_rule_fires():
    held("""
nothing = dict.fromkeys(LEAVES, NOT_KNOWN)
rules = {"r": All((a, b)), "s": AnyOf((Answer("r"), Not(c))), "t": Constant(True)}
opinion = right(rules, [nothing] * 2000)
right(rules, [nothing, {**nothing, a: YES}] * 500)
right({"r": All((a, b))}, [{**nothing, a: YES}] * 1000)
""")


@pytest.mark.parametrize("number", [255, 256, 300, 600])
def test_4_very_many_rules_with_the_same_condition(number):
    held(f"""
for condition in (a, All((a, b)), AnyOf((a, b, c)), Constant(True)):
    right({{f"rule {{n}}": condition for n in range({number})}}, made_up(20))
""")


def test_5_empty_cases_and_empty_rules():
    held("""
assert SecondOpinion(translate({})).conclude({}) == {}
empty = {"all": All(()), "any": AnyOf(()), "one": AtLeast(1, ()), "neither": Not(All((AnyOf(()), All(()))))}
opinion = SecondOpinion(translate(empty))
for _ in range(500):
    assert opinion.conclude({}) == {"all": YES, "any": NO, "one": NO, "neither": YES}
right({"": All(()), "r": All((Answer(""), a))}, made_up(50))
""")


def test_6_names_of_megabytes():
    held("""
long = "k" * 8_000_000
rules = {long: All((flag(long), flag(long + "x"))), "r": Not(Answer(long))}
leaves = list(translate(rules).leaves)
right(rules, [dict(zip(leaves, truths)) for truths in [(YES, YES), (YES, NO), (NOT_KNOWN, NO), (NOT_KNOWN, YES)]] )
""")


def test_7_values_of_megabytes_and_references_that_look_alike():
    held("""
long = "v" * 4_000_000
texts = [flag("outcome", value) for value in (long, long + "y", "case", "case" + "x" * 65536, "8443392288", "0256068961")]
rules = {f"r{n}": text for n, text in enumerate(texts)}
for number in range(len(texts)):
    right(rules, [{text: YES if text is texts[number] else NO for text in texts}])
""")


def test_8_very_deep_nesting():
    held("""
long = "x" * 300
for deep in (240, 241, 1000, 5000):
    part = flag(long)
    for n in range(deep):
        part = (lambda p: All((p, a)), lambda p: AnyOf((p, b)), Not)[n % 3](part)
    try:
        opinion = SecondOpinion(translate({"r": part}))
    except Untranslatable:
        assert deep > 1000
        continue
    for truths in (YES, NO, NOT_KNOWN):
        for others in (YES, NO, NOT_KNOWN):
            value, here = truths, part
            for n in range(deep):
                value = (min(value, others), max(value, others), ~value)[n % 3]
            assert opinion.conclude({flag(long): truths, a: others, b: others}) == {"r": value}
""")


def test_9_names_that_mean_something_to_the_engine():
    held(r"""
names = ["sid", "id", "$s", "m", "$and", "$or", "$nex", "run", "all", "x$state", "y$flow", "$start.x", "last", "always", "0", "f00000",
         '{"a":1}', '["a"]', '"', "'", "\\", "\0", "\n", "\ud800", "é", "😀", "a.b", "exception", "$forward", "null", "true", " ", ""]
rules = {name: All((flag(name), flag(name + "x"))) for name in names}
rules |= {name + "2": AnyOf((Not(Answer(name)), flag(name))) for name in names}
leaves = list(translate(rules).leaves)
right(rules, [{leaf: luck.choice(list(Truth)) for leaf in leaves} for _ in range(300)])
""")


def test_10_numbers_that_the_engine_would_divide_or_compare_wrongly():
    held("""
strange = [InRange(Fact("$div"), 0, 0), InRange(Fact("age"), None, None), InRange(Fact("age"), 2**63, 10**30), InRange(Fact("age"), -(10**400), 5),
    InRange(Age("born", None, "1 march"), 18, 18), flag("9"), flag("100"), flag("$mul", "0"), flag("age", "nan"), flag("age", "^(a+)+$"),
    IsKnown(Fact("age")), Includes(Fact("age"), "$iany"), Unsettled("$div"), Happened(None),
    InRange(Count("x", All((OneOf(Attribute("y"), frozenset({"z"})),))), 1, None)]
rules = {f"r{n}": AtLeast(2, (leaf, Not(strange[n - 1]), strange[n - 2])) for n, leaf in enumerate(strange)}
right(rules, [{leaf: luck.choice(list(Truth)) for leaf in strange} for _ in range(300)])
""")


# Those that hang.


def test_hundreds_of_conditions_side_by_side():
    """513 conditions at the first level of one ruleset are never got out of; an empty *all* neither."""
    held("""
many = [flag(f"fact {n}") for n in range(700)]
rules = {"all": All(tuple(many)), "any": AnyOf(tuple(many)), "none": Not(Answer("any"))}
rules |= {f"r{n}": All((leaf, All(()))) for n, leaf in enumerate(many)}
for truth in Truth:
    right(rules, [dict.fromkeys(many, truth), {**dict.fromkeys(many, truth), many[512]: NO}, {**dict.fromkeys(many, truth), many[513]: YES}])
""")


def test_rules_too_large_are_refused_in_good_time():
    held("""
many = [flag(f"fact {n}") for n in range(20_000)]
for rules in ({"r": AnyOf(tuple(many))}, {"r": AtLeast(3, tuple(many))}, {f"r{n}": AtLeast(16, tuple(many[n:n + 32])) for n in range(9)}):
    started = time.monotonic()
    try:
        translate(rules)
    except Untranslatable:
        assert time.monotonic() - started < 10
    else:
        raise AssertionError
""")


# Those that are answered wrongly without a word.


def test_names_with_the_same_hash_are_told_apart():
    held("""
met, alike = flag("threshold_met"), flag("note_pmoxaejq")
rules = {"r": All((met, a)), "s": alike}
right(rules, [{met: x, alike: y, a: YES} for x in Truth for y in Truth])
""")


def test_two_conditions_on_one_message_both_count():
    held("right({'r': All((a, b))}, [{a: x, b: y} for x in Truth for y in Truth] * 20)")


def test_every_rule_that_matches_fires_however_many():
    """An event fires one rule of all that match, and 65 rules matching at once are an error."""
    held(
        "right({f'r{n}': AnyOf((a, LEAVES[n % 20])) for n in range(200)}, [dict.fromkeys(LEAVES, t) for t in Truth] * 5)"
    )


def test_truths_that_only_look_like_truths_are_refused():
    held("""
opinion = SecondOpinion(translate({"r": a}))
for strange in (True, False, 1, 2, 0, "yes", None, 1.0, [], {}, object(), {"a": 1}, float("nan")):
    try:
        opinion.conclude({a: strange})
    except SecondOpinionFailed:
        assert opinion.conclude({a: NO}) == {"r": NO}
    else:
        raise AssertionError(strange)
""")


# Processes, signals and memory.


def test_fifty_forks_while_threads_are_answering():
    held(
        """
import warnings
warnings.simplefilter("ignore", DeprecationWarning)
rules = made_up_rules(luck, most=30)
opinion = SecondOpinion(translate(rules))
stop = threading.Event()
wrong = []
def work(seed):
    luck = random.Random(seed)
    while not stop.is_set():
        case = made_up_truths(luck)
        if opinion.conclude(case) != answers_of(rules, case):
            wrong.append(case)
threads = [threading.Thread(target=work, args=(seed,)) for seed in range(3)]
[thread.start() for thread in threads]
try:
    for number in range(50):
        child = os.fork()
        if not child:
            luck = random.Random(number)
            cases = [made_up_truths(luck) for _ in range(20)]
            fresh = SecondOpinion(translate(rules))
            same = all(one.conclude(case) == answers_of(rules, case) for case in cases for one in (opinion, fresh))
            os._exit(0 if same else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
finally:
    stop.set()
    [thread.join() for thread in threads]
assert not wrong
""",
        seconds=120,
    )


def test_interruptions_at_any_moment_never_change_an_answer():
    held("""
class Stop(Exception):
    pass
def interrupt(*_):
    raise Stop
rules = made_up_rules(luck, most=20)
opinion = SecondOpinion(translate(rules))
signal.signal(signal.SIGALRM, interrupt)
started = time.perf_counter()
right(rules, made_up(100))
usual = (time.perf_counter() - started) / 100
stopped = failed = answered = turns = 0
# how long an answer takes is the machine's: whole and broken ones are gathered until there are enough of both
while turns < 1500 or stopped + failed <= 100 or answered <= 100:
    turns += 1
    case = made_up_truths(luck)
    found = None
    try:
        signal.setitimer(signal.ITIMER_REAL, luck.uniform(0.00001, 2 * usual))
        try:
            found = opinion.conclude(case)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except Stop:
        stopped += 1
    except SecondOpinionFailed:
        failed += 1
        opinion = SecondOpinion(translate(rules))
    if found is not None:
        answered += 1
        assert found == answers_of(rules, case)
opinion = right(rules, made_up(100))
""")


def test_engines_built_and_dropped_give_their_memory_back():
    held("""
import resource
def built(number):
    for _ in range(number):
        right(made_up_rules(random.Random(3), most=30), made_up(2))
    gc.collect()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = built(30)
assert built(300) - before < 20_000, "kilobytes"
""")
