"""Each bad case has just the problems that stand beside it, word for word, and none repeats what the case says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carepanel import CaseInvalid, load_policy
from carepanel.text.raw import MAX_BYTES
from tests.expected import compare, expected, said_in

BAD = sorted((Path(__file__).parents[1] / "data" / "cases" / "bad").glob("*.yaml"))
AT = "2027-06-01T09:00"
# Stands in every file that has a place for it, and in no policy: whatever repeats it, repeats the case.
PLANTED = ("quillfeather", "zebedee", "7731", "20110605")


@cache
def _policy():
    return load_policy("camden")


def problems(data, name="case.yaml"):
    with pytest.raises(CaseInvalid) as raised:
        _policy().determine(_policy().read_case(data, name), AT, second_opinion=False)
    return raised.value.diagnostics


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_case_says_what_is_wrong_with_it_word_for_word(path):
    compare(path, problems(path.read_bytes(), path.name))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_no_message_repeats_a_value(path):
    said = " ".join(said_in(line) for line in expected(path)).lower()
    assert not [word for word in PLANTED if word in said]
    written = path.read_text(encoding="utf-8")
    assert not [word for word in re.findall(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?", written) if word.lower() in said]


def test_a_value_is_planted_in_most_files():
    texts = [path.read_text(encoding="utf-8").lower() for path in BAD]
    assert sum(any(word in text for word in PLANTED) for text in texts) >= len(BAD) / 2


def test_every_bad_case_has_its_expectation_and_no_expectation_is_left_over():
    folder = BAD[0].parent
    assert {path.stem for path in BAD} == {path.name.removesuffix(".expected.txt") for path in folder.glob("*.txt")}
    assert len(BAD) >= 22


def test_no_two_bad_cases_are_bad_for_one_cause():
    first: dict[str, str] = {}
    for path in BAD:
        said = "\n".join(said_in(line) for line in expected(path))
        assert said not in first, f"{path.stem} says what {first[said]} says"
        first[said] = path.stem


def test_a_case_too_big_to_be_read_says_so():
    (problem,) = problems(b"case: CAM-2026-0099\n# " + b"quillfeather " * MAX_BYTES)
    assert problem.code == "file-too-large"


@pytest.mark.parametrize(
    "case",
    [
        {"case": "CAM-2026-0099", "facts": {"child.looked_after": float("nan")}},
        {"case": "CAM-2026-0099", "facts": {"child.looked_after": None}},
        {"case": "CAM-2026-0099", "facts": {"Zebedee Quillfeather": True}},
        {"case": "CAM-2026-0099", "Zebedee Quillfeather": True},
        {"case": "CAM-2026-0099", "events": [{"event": "quillfeather", "at": "2027-03-04T09:31"}]},
        {"case": "CAM-2026-0099", "events": [{"quillfeather": {"zebedee": 1}}]},
        {"case": "Zebedee Quillfeather"},
    ],
)
def test_plain_values_from_a_program_are_refused_as_those_of_a_file_are(case):
    with pytest.raises(CaseInvalid) as raised:
        _policy().read_case(case)
    assert not [word for word in PLANTED if word in str(raised.value).lower()]


_SECRET = st.text(alphabet="qzxjvk", min_size=7, max_size=12)
_SHAPES = st.sampled_from(
    [
        "facts: {{child.looked_after: {s}}}",
        "facts: {{child.open_to: [{s}, {s}]}}",
        "facts: {{request.about: {s}, placement.cost: {s}, child.date_of_birth: {s}}}",
        "facts: {{{s}: {s}}}",
        "facts: {{child.{s}: 1}}",
        "{s}: {s}",
        "facts: [{s}]",
        "events: [{{event: {s}, at: {s}}}]",
        'events: [{{event: {s}, at: "2027-03-04T09:31"}}]',
        'events: [{{event: late_papers, outcome: {s}, by: {s}, {s}: {s}, at: "2027-03-04T09:31"}}]',
        'events: [{{event: document_lodged, document: {s}, dated: {s}, {s}: 1, at: "2027-03-04T09:31"}}]',
        'events: [{{event: put_forward, meeting: {s}, day: {s}, at: "2027-03-04T09:31"}}]',
        'events: [{{event: authorised, by: {s}, at: "2027-03-04T09:31", recorded_at: {s}}}]',
        "history_complete_since: {s}",
    ]
)


@given(_SHAPES, _SECRET)
def test_wherever_a_value_stands_no_message_repeats_it(shape, secret):
    for problem in problems(f"case: CAM-2026-0099\n{shape.format(s=secret)}\n".encode()):
        assert secret not in str(problem)
