"""The reader: every row of `tests/data/yaml`, every bound, and what must never appear in a message about a case."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from carepanel.source import Position
from carepanel.text import yaml_
from carepanel.text.document import Mapping, Scalar, Sequence, at_path, key_position, plain
from carepanel.text.raw import MAX_BYTES
from carepanel.text.yaml_ import MAX_DEPTH, MAX_PROBLEMS, MAX_TEXT, MAX_VALUES, read

ROWS = Path(__file__).parents[1] / "data" / "yaml"


def rows(name: str) -> list[tuple[str, str]]:
    """The rows of a file: heading and text."""
    text = (ROWS / name).read_text(encoding="utf-8").replace("→", "\t")
    text = re.sub(r"⟦U\+([0-9A-F]{4})⟧", lambda match: chr(int(match[1], 16)), text)
    head, *found = re.split(r"^=== ", text, flags=re.MULTILINE)
    assert not head
    return [(heading, body) for heading, _, body in (row.partition("\n") for row in found)]


def accepted() -> list[object]:
    found: list[object] = []
    for heading, body in rows("accepted.rows"):
        text, arrow, expected = body.rpartition("==> ")
        assert arrow, f"no ==> line in {heading}"
        found.append(pytest.param(text, json.loads(expected), id=heading))
    return found


def refused() -> list[object]:
    found: list[object] = []
    for heading, body in rows("refused.rows"):
        name, bar, problems = heading.partition(" | ")
        assert bar, f"no problems for {name}"
        found.append(pytest.param(body, problems.split(", "), id=name))
    return found


def codes(text: str | bytes, *, private: bool = False) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [problem.code for problem in read(data, "a.yaml", private=private)[1]]


def document(text: str) -> Mapping:
    found, problems = read(text.encode(), "a.yaml")
    assert found is not None, problems
    return found


@pytest.mark.parametrize(("text", "expected"), accepted())
def test_what_everybody_reads_alike_is_read(text: str, expected: object) -> None:
    assert json.dumps(plain(document(text))) == json.dumps(expected)


@pytest.mark.parametrize(("text", "expected"), refused())
@pytest.mark.parametrize("private", [False, True])
def test_everything_else_is_refused_in_its_place(text: str, expected: list[str], *, private: bool) -> None:
    found, problems = read(text.encode(), "a.yaml", private=private)
    assert found is None
    assert [f"{p.code} {p.position.line}:{p.position.column}" for p in problems] == expected


@pytest.mark.parametrize("text", [body for _, body in rows("refused.rows")])
def test_messages_follow_the_house_style(text: str) -> None:
    for problem in read(text.encode(), "a.yaml")[1]:
        for said in (problem.message, problem.help):
            assert not said.endswith(".")
            assert "\n" not in said
            assert said[:1] == said[:1].lower()
            assert not re.search(r"\b(str|int|dict|NoneType|mapping|scalar|token)\b", said)


def test_the_reader_in_python_agrees_where_libyaml_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    # Known to differ: where a syntax error shows, what half a character is, and tabs, of which libyaml accepts more.
    monkeypatch.setattr(yaml_, "_LOADER", yaml.SafeLoader)
    for heading, body in rows("refused.rows"):
        name, _, problems = heading.partition(" | ")
        expected = [problem.split(" ")[0] for problem in problems.split(", ")]
        assert codes(body) == (["invisible-character"] if name == "half a character" else expected), heading
    for heading, body in rows("accepted.rows"):
        text, _, expected_json = body.rpartition("==> ")
        if "\t" not in text:
            assert plain(document(text)) == json.loads(expected_json), heading


def test_nobody_composes() -> None:
    assert yaml_._LOADER is yaml.CSafeLoader


# Bounds.


def test_a_file_may_have_256_kib_and_no_more() -> None:
    assert read(b"a: 1 #" + b"x" * (MAX_BYTES - 6), "a.yaml")[1] == ()
    assert codes(b"a: 1 #" + b"x" * (MAX_BYTES - 5)) == ["file-too-large"]


def test_nesting_is_bounded_both_ways() -> None:
    def flow(depth: int) -> str:
        return "a: " + "[" * (depth - 1) + "]" * (depth - 1)

    assert codes(flow(MAX_DEPTH)) == []
    assert codes(flow(MAX_DEPTH + 1)) == ["too-deep"]
    assert codes("".join(" " * depth + "a:\n" for depth in range(600))) == ["too-deep"]


def test_values_are_counted() -> None:
    assert codes("a:\n" + "- b\n" * (MAX_VALUES - 3)) == []
    assert codes("a:\n" + "- b\n" * MAX_VALUES) == ["too-many-values"]


def test_text_is_bounded() -> None:
    assert codes(f"a: {'x' * MAX_TEXT}") == []
    assert codes(f"a: {'x' * (MAX_TEXT + 1)}") == ["text-too-long"]


def test_problems_are_bounded() -> None:
    found = codes("".join(f"k{number}: ~\n" for number in range(1000)))
    assert found == ["null-value"] * MAX_PROBLEMS + ["too-many-problems"] or found.count("null-value") == MAX_PROBLEMS
    assert codes("a: \u200b\n" * 1000).count("invisible-character") == MAX_PROBLEMS


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_only_utf8_is_read(encoding: str) -> None:
    assert codes("a: 1".encode(encoding)) == ["not-utf8"]


def test_bytes_that_are_not_utf8_are_shown_where_they_are() -> None:
    (problem,) = read("a: 1\nb: café".encode("latin-1"), "a.yaml")[1]
    assert (problem.code, problem.position) == ("not-utf8", Position("a.yaml", 2, 7))


def test_a_byte_order_mark_is_accepted() -> None:
    found, problems = read(b"\xef\xbb\xbfa: 1", "a.yaml")
    assert problems == ()
    assert found is not None
    assert found.entries[0].key_position == Position("a.yaml", 1, 1)


@pytest.mark.parametrize("escape", [r'a: "\U00110000"', r'a: "\UFFFFFFFF"', "a: !<%ED%A0%80> b", "!<%ED%A0%80> a: b"])
@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
def test_escapes_that_are_no_characters_are_refused(
    escape: str, loader: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_, "_LOADER", loader)
    assert codes(escape)[-1] in ("syntax", "tag-not-allowed")


HOSTILE = """
import re, resource, sys, time
from pathlib import Path
from carepanel.text.yaml_ import read

N = 256 * 1024
units = ["[", "{", "- ", "? ", "[\\n", "[{", "a: ", "- [\\n", "&a ", "{a: ", "[a, ", "a:\\n", "- a\\n", '"a":', "!", "*a",
         ": ", "[? ", "[[[]", "[]", "[[],", "- - \\n", "-\\n", '"" ', "a? ", "#\\n", "\\r", "\\t", " ", "%TAG !a! b\\n",
         "a: 1\\n...\\n", "---\\n", "k: ~\\n", "\\u200b", "\\u00a0\\n", "\\x00", "'", "|\\n", "1:10", "9", "1_", "0x1", "1e"]
heads = ["", "a: ", "a: 1\\n...\\n", "a: [", 'a: "', "a: |\\n ", "a: !<%41", "a:\\n  b: "]
texts = [head + unit * (N // len(unit.encode())) for head in heads for unit in units]
texts += ["".join(f"{line}{i}! y\\n" for i in range(12000)) for line in ("%TAG !x", "a: 1\\n...\\n%TAG !x", "&a")]
texts += ["{" + ",".join(f"k{i}: {i}" for i in range(18000)) + "}", "a: 0x" + "f" * (N - 10), "a: " + ":10" * 80000]
worst = 0
for text in texts:
    started = time.perf_counter()
    found, problems = read(text.encode()[:N], "a.yaml")
    assert (found is None) == bool(problems)
    worst = max(worst, time.perf_counter() - started)
# Not what `getrusage` says where that can be helped: it counts what the process that started this one had in use.
status = Path("/proc/self/status")
peak = int(re.search(r"VmHWM:\\s*(\\d+)", status.read_text())[1]) if status.exists() else (
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(worst, peak / 1024, len(texts))
"""


def test_the_worst_file_is_refused_in_bounded_time_and_memory() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", HOSTILE],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    seconds, mebibytes, _count = map(float, ran.stdout.split())
    assert seconds < 2
    assert mebibytes < 300


# Positions.


def test_every_node_knows_where_it_stands() -> None:
    found = document('a: 1\nbé-c: x\nd:\n  - e\n  - {f: "g"}\n'.replace("é", ""))
    assert key_position(found, ["b-c"]) == Position("a.yaml", 2, 1)
    assert at_path(found, ["b-c"]).position == Position("a.yaml", 2, 6)
    assert at_path(found, ["d"]).position == Position("a.yaml", 4, 3)
    assert at_path(found, ["d", 1]).position == Position("a.yaml", 5, 5)
    assert key_position(found, ["d", 1, "f"]) == Position("a.yaml", 5, 6)
    assert at_path(found, ["d", 1, "f"]).position == Position("a.yaml", 5, 9)
    assert key_position(found, ["d", 0]) == Position("a.yaml", 4, 5)
    assert key_position(found, []) == Position("a.yaml", 1, 1)


def test_columns_count_characters() -> None:
    assert at_path(document('a: {b: "é👧", c: d}'), ["a", "c"]).position == Position("a.yaml", 1, 17)


def test_lines_end_as_on_any_system() -> None:
    assert key_position(document("a: 1\r\nb: 2\rc: 3\nd: 4"), ["d"]).line == 4


def test_the_message_names_the_first_of_two_keys_and_the_quotes_to_write() -> None:
    (twice,) = read(b"a: 1\n\na: 2", "a.yaml")[1]
    assert str(twice).startswith("a.yaml:3:1: error: the key `a` is already in this map, on line 1")
    (fraction,) = read(b"a: 6.10", "a.yaml")[1]
    assert fraction.help == 'put it in quotes: "6.10"'
    (comma,) = read(b"a: {b: x, z}", "a.yaml")[1]
    assert "a comma inside `{...}` starts a new key" in comma.help


# Values.


def test_place_and_quotes_never_affect_equality() -> None:
    assert document("a: x\nb: [1]") == document('\n\na:   "x"\nb:\n- 1')
    assert hash(document("a: x")) == hash(document("a: 'x'"))


def test_one_is_not_true() -> None:
    place = Position("a.yaml", 1, 1)
    assert Scalar(1, place) != Scalar(True, place)
    assert document("a: 1") != document("a: true")
    assert document("a: 0") != document("a: false")


def test_a_map_finds_its_keys() -> None:
    found = document("a: x\nb: [z]")
    assert list(found.keys()) == ["a", "b"]
    assert "a" in found
    assert "c" not in found
    assert found.get("c") is None
    assert isinstance(found.get("b"), Sequence)
    with pytest.raises(LookupError):
        at_path(found, ["c"])


# Everything at once.


def test_mutated_files_give_a_document_or_problems() -> None:
    rng = random.Random(20260101)
    seeds = [body for name in ("accepted.rows", "refused.rows") for _, body in rows(name)]
    pieces = [
        "\t",
        "\n",
        "  ",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "&a",
        "*a",
        "!",
        "%",
        "#",
        "|",
        ">",
        "\\",
        "\x00",
        "é",
    ]
    for _ in range(6000):
        data = bytearray(rng.choice(seeds).encode())
        for _ in range(rng.randint(1, 6)):
            at = rng.randint(0, len(data))
            data[at : at + rng.randint(0, 3)] = rng.choice([rng.choice(pieces).encode(), rng.randbytes(2)])
        found, problems = read(bytes(data), "a.yaml", private=rng.random() < 0.5)
        assert isinstance(found, Mapping) if not problems else found is None
        assert all(problem.position.line >= 1 and problem.position.column >= 1 for problem in problems)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_problems(data: bytes) -> None:
    found, problems = read(data, "a.yaml")
    assert (found is None) == bool(problems)


@given(st.text(max_size=80).map(lambda text: json.dumps({"a": text}, ensure_ascii=False)))
def test_json_text_means_what_it_says_or_is_refused(text: str) -> None:
    found, problems = read(text.encode("utf-8", "replace"), "a.json")
    if found is not None:
        assert plain(found) == json.loads(text)
    else:
        assert {problem.code for problem in problems} == {"invisible-character"} or max(text) >= "\ud800"


# What is known about a child stays in its file.

_SECRET = st.text(alphabet="QZXJVKqzxjvk0123456789", min_size=7, max_size=12)
_PLANTED = st.sampled_from(
    [
        "{s}: 1\n{s}: 2\n", "{s}:\n", "a: {{{s}, x}}\n", "a: &{s} b\n", "a: *{s}\n", "a: !{s} b\n", "a: !<{s}> b\n",
        "a: 0x{s}\n", "a: {s}.5\n", "a: 0{s}\n", "a: 1{s}e5\n", "a: 1_{s}\n", "{s} {s}: 1\n", "{s}\n", "- {s}\n", "é{s}: 1\n",
        'a: "{s}\n', 'a: "\\u200b{s}"\n', "a: {s}\u200b\n", "a: [{s}\n", "a: {{{s}\n", "a: {s}: b\n", "a: @{s}\n", "a: `{s}\n",
        "a: b\n---\n{s}: c\n", "%{s} x\n---\na: b\n", "a: !{s}!x b\n", '"{s}" b: c\n', "a: b\n{s}\nc: d\n", "? [{s}]\n: b\n",
        'a: "\\q{s}"\n', "a: ~ \n{s}: ~\n", "{s}: True\n", "a: |\n\t{s}\n", "a:\n  b: {s}\n c: {s}\n", "{s}: a\n {s}: b\n",
    ]
)  # fmt: skip


@given(_PLANTED, _SECRET, st.sampled_from([yaml.CSafeLoader, yaml.SafeLoader]))
def test_in_private_no_message_repeats_the_file(shape: str, secret: str, loader: object) -> None:
    before, yaml_._LOADER = yaml_._LOADER, loader
    try:
        problems = read(shape.format(s=secret).encode(), "a.yaml", private=True)[1]
    finally:
        yaml_._LOADER = before
    said = " ".join(f"{problem.message} {problem.help} {problem.clause}" for problem in problems)
    assert secret not in said
    assert not re.search(r"U\+[0-9A-F]{4}", said)
