"""Good policies have no problems; each bad one has just those that stand beside it, all of them, word for word."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from carepanel import resources
from carepanel.loading import Source, check_every_option, load, source_of
from carepanel.text.raw import MAX_BYTES
from carepanel.text.yaml_ import MAX_DEPTH, MAX_PROBLEMS, MAX_TEXT, MAX_VALUES
from tests.expected import compare, expected, said_in

DATA = Path(__file__).parents[1] / "data" / "policies"
GOOD = sorted((DATA / "good").glob("*.yaml"))
BAD = sorted((DATA / "bad").glob("*.yaml"))

# Too big to lie in a folder.
MADE = {
    "file-too-large": (
        b"# " + b"x" * MAX_BYTES,
        [
            f"1:1: error: the file has more than {MAX_BYTES} bytes; "
            "split the file, or take out what does not belong in it (file-too-large)"
        ],
    ),
    "text-too-long": (
        b"policy: " + b"x" * (MAX_TEXT + 1),
        [
            f"1:9: error: a text has {MAX_TEXT + 1} characters, expected no more than {MAX_TEXT}; "
            "keep the part that matters (text-too-long)"
        ],
    ),
    "too-deep": (
        b"policy: " + b"[" * MAX_DEPTH,
        [
            f"1:{8 + MAX_DEPTH}: error: lists and maps are nested more than {MAX_DEPTH} deep; "
            "name the inner part and refer to it by its name (too-deep)"
        ],
    ),
    "too-many-values": (
        b"policy:\n" + b"- x\n" * MAX_VALUES,
        [f"{MAX_VALUES - 1}:3: error: the file holds more than {MAX_VALUES} values; split the file (too-many-values)"],
    ),
}


def problems_of(source: Source) -> list[str]:
    return [str(problem) for problem in _found(source)]


def _found(source: Source):
    loaded, problems = load(source)
    return (*problems, *(check_every_option(loaded) if loaded is not None else ()))


def _source(path: Path) -> Source:
    return Source(str(path), path.read_bytes())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_policy_has_no_problem_whichever_option_is_taken(path):
    assert problems_of(_source(path)) == []


@pytest.mark.parametrize("name", resources.policy_names())
def test_a_shipped_policy_has_no_problem_whichever_option_is_taken(name):
    assert problems_of(source_of(name)) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_policy_says_what_is_wrong_with_it_word_for_word(path):
    compare(path, _found(_source(path)))


@pytest.mark.parametrize("name", MADE)
def test_a_policy_too_big_to_be_read_says_so(name):
    data, lines = MADE[name]
    assert problems_of(Source("a.yaml", data)) == [f"a.yaml:{line}" for line in lines]


def test_very_many_problems_are_cut_short():
    found = problems_of(Source("a.yaml", b"".join(b"k%d: ~\n" % number for number in range(MAX_PROBLEMS + 50))))
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == (
        f"a.yaml:{MAX_PROBLEMS}:6: error: the first {MAX_PROBLEMS} problems are listed, reading stops here (too-many-problems)"
    )


def test_every_bad_policy_has_its_expectation_and_no_expectation_is_left_over():
    assert {path.stem for path in BAD} == {
        path.name.removesuffix(".expected.txt") for path in (DATA / "bad").glob("*.txt")
    }
    assert len(BAD) >= 45


def test_no_two_bad_policies_are_bad_for_one_cause():
    first: dict[str, str] = {}
    for path in BAD:
        said = "\n".join(said_in(line) for line in expected(path))
        assert said not in first, f"{path.stem} says what {first[said]} says"
        first[said] = path.stem


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_each_file_says_what_is_bad_about_it(path):
    first = path.read_bytes().splitlines()[0]
    assert first.startswith((b"# ", b"%YAML"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_messages_follow_the_house_style(path):
    for problem in _found(_source(path)):
        for said in (problem.message, problem.help):
            assert not said.endswith(".")
            assert "\n" not in said
            assert said[:1] == said[:1].lower()
            assert not re.search(r"\b(str|int|dict|NoneType|mapping|scalar|token|enum)\b", said)


def test_no_bad_policy_takes_long():
    started = time.perf_counter()
    for path in BAD:
        load(_source(path))
    assert time.perf_counter() - started < 2 * len(BAD)
