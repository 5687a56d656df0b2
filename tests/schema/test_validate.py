"""The shape check: every row of `tests/data/schema`, word for word, and what it keeps to itself in private."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing.exceptions import Unresolvable

from carepanel.schema.validate import MAX_PROBLEMS, check
from carepanel.text.yaml_ import MAX_DEPTH, read

if TYPE_CHECKING:
    from carepanel.text.document import Mapping

ROWS = Path(__file__).parents[1] / "data" / "schema"
SCHEMA: dict[str, Any] = json.loads((ROWS / "schema.json").read_text(encoding="utf-8"))


def document(text: str) -> Mapping:
    found, problems = read(text.encode(), "a.yaml")
    assert found is not None, problems
    return found


def split_rows() -> list[tuple[str, str, str]]:
    text = (ROWS / "check.rows").read_text(encoding="utf-8")
    head, *found = re.split(r"^=== ", text, flags=re.MULTILINE)
    assert not head
    split = [(row.partition("\n")[0], *row.partition("\n")[2].partition("==>\n")) for row in found]
    assert all(arrow for _, _, arrow, _ in split)
    return [(name, body, expected) for name, body, _, expected in split]


def rows() -> list[object]:
    return [pytest.param(body, expected.splitlines(), id=name) for name, body, expected in split_rows()]


def documents() -> list[object]:
    return [pytest.param(body, id=name) for name, body, _ in split_rows()]


@pytest.mark.parametrize(("text", "expected"), rows())
def test_each_problem_is_told_in_its_place(text: str, expected: list[str]) -> None:
    assert [str(problem) for problem in check(document(text), SCHEMA)] == expected


@pytest.mark.parametrize("text", documents())
def test_in_private_the_same_problems_are_told_without_values(text: str) -> None:
    public, private = check(document(text), SCHEMA), check(document(text), SCHEMA, private=True)
    assert sorted((p.code, p.position) for p in private) == sorted((p.code, p.position) for p in public)
    assert all(problem.clause == "" for problem in private)


_SECRET = st.text(alphabet="QZXJVKqzxjvk", min_size=7, max_size=12)
_KEYS = st.sampled_from([*SCHEMA["properties"], "unknwon"])


@given(
    secret=_SECRET,
    lines=st.dictionaries(
        _KEYS,
        st.sampled_from(
            [
                "{s}",
                "[{s}, {s}]",
                "{{{s}: {s}}}",
                "[{{{s}: 1}}]",
                "{{actor: {s}, clause: {s}, when: {s}, {s}: {s}}}",
                "{{a: {{actor: {s}, deadline: {s}, clause: {s}}}}}",
                "{{a: {{when: {{any: [{s}], {s}: {{{s}: 1}}}}}}}}",
            ]
        ),
        min_size=1,
    ),
    named=st.booleans(),
)
def test_in_private_no_message_repeats_the_document(secret: str, lines: dict[str, str], *, named: bool) -> None:
    text = "\n".join(f"{key}: {value.format(s=secret)}" for key, value in lines.items())
    found = document(f"{text}\n{secret}: {secret}" if named else text)
    for problem in check(found, SCHEMA, private=True):
        assert secret not in f"{problem.message} {problem.help} {problem.clause}"


def test_a_text_in_private_is_not_likened_to_the_values_allowed() -> None:
    (problem,) = check(document("policy: a\nday: tusday"), SCHEMA, private=True)
    assert problem.help == ""
    assert problem.message == "the value is not one of those allowed, expected `monday`, `tuesday` or `thursday`"


@pytest.mark.parametrize("text", documents())
def test_messages_follow_the_house_style(text: str) -> None:
    for problem in check(document(text), SCHEMA):
        for said in (problem.message, problem.help):
            assert not said.endswith(".")
            assert not re.search(r"\b(str|int|dict|NoneType|object|array|string|integer|boolean|enum)\b", said)


def test_neither_the_document_nor_the_schema_is_changed() -> None:
    before = copy.deepcopy(SCHEMA)
    check(document("policy: 1\nrules: {a: {must: x}}"), SCHEMA)
    assert before == SCHEMA


def test_a_pattern_ends_where_the_text_ends() -> None:
    assert [p.code for p in check(document('policy: a\ncode: "abc\\n"'), SCHEMA)] == ["wrong-form"]


def test_a_digit_is_an_ascii_digit() -> None:
    schema = {"properties": {"a": {"pattern": r"^\d$"}}}
    assert [p.code for p in check(document("a: ٣"), schema)] == ["wrong-form"]


def test_one_is_not_true_in_a_list_either() -> None:
    schema = {"properties": {"a": {"uniqueItems": True}}}
    assert check(document("a: [1, true, '1']"), schema) == ()


def test_nothing_is_fetched() -> None:
    for reference in ("http://127.0.0.1:9/x.json", "file:///etc/hostname", "x.json"):
        with pytest.raises(Unresolvable):
            check(document("a: 1"), {"properties": {"a": {"$ref": reference}}})


def test_the_validator_is_imported_only_when_used() -> None:
    program = "import sys, carepanel.schema.validate; print('jsonschema' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "False\n"


def test_very_many_problems_are_cut_short_in_bounded_time() -> None:
    text = "policy: a\n" + "".join(f"unknown_{number}: {number}\n" for number in range(8000))
    started = time.perf_counter()
    found = check(document(text), SCHEMA)
    assert time.perf_counter() - started < 5
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1].code == "too-many-problems"


def test_repeated_items_are_found_in_bounded_time() -> None:
    items = "".join(f"- {{a: x{number}, b: [1, 2]}}\n" for number in range(2000))
    started = time.perf_counter()
    assert check(document(f"a:\n{items}"), {"properties": {"a": {"uniqueItems": True}}}) == ()
    assert time.perf_counter() - started < 2


def test_the_deepest_document_is_checked() -> None:
    depth = MAX_DEPTH - 4
    text = "policy: a\nrules: {a: {actor: b, must: c, when: " + "{not: " * depth + "1.x" + "}" * depth + "}}"
    (problem,) = check(document(text), SCHEMA)
    assert problem.position.column == text.splitlines()[1].index("1.x") + 1
