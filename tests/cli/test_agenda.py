"""The command: cases in, meetings with their cases out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carepanel.cli.main import main
from tests.examples import ROOT

POLICY = str(ROOT / "tests" / "data" / "policies" / "good" / "agenda.yaml")
AT = ("--at", "2026-03-05T13:00")


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["agenda", POLICY, *arguments])
    told = capsys.readouterr()
    return ended.value.code, told.out, told.err


@pytest.fixture
def cases(tmp_path):
    found = []
    for name, day in (("X-1", 4), ("X-2", 3), ("X-3", 2)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(
            f"case: {name}\n"
            "facts: {child.looked_after: true, placement.unstable: false, child.has_ehcp: false}\n"
            f'events: [{{event: document_lodged, document: report, at: "2026-03-0{day}T10:00"}}]\n',
            encoding="utf-8",
        )
        found.append(str(path))
    path = tmp_path / "X-4.yaml"
    path.write_text("case: X-4\nfacts: {child.looked_after: true}\nevents: []\n", encoding="utf-8")
    return [*found, str(path)]


def test_each_meeting_is_told_with_its_cases_in_their_order(capsys, cases):
    code, out, err = run(capsys, *cases, *AT)
    assert (code, err) == (0, "")
    assert out == (
        "Agenda (Example): agenda\n"
        "4 cases, asked about Thu 5 Mar 2026 13:00, as known then\n"
        "\n"
        "Board, Mon 9 Mar 2026 [2]\n"
        "  1. 13:00 X-3  the first whose papers were in by its cut-off\n"
        "  2. 13:30 X-2  the first whose papers were in by its cut-off\n"
        "\n"
        "Board, Mon 16 Mar 2026 [2]\n"
        "  1. 13:00 X-1  Mon 9 Mar 2026 was full (the first whose papers were in by its cut-off)\n"
        "\n"
        "Meeting not known\n"
        "  X-4  which panel hears it is not known\n"
        "\n"
        "1 without a known meeting; policy example/agenda version 1. This is an unofficial encoding of\n"
        "published terms of reference, adopted by no authority.\n"
    )


def test_json_is_for_programs(capsys, cases):
    code, out, _ = run(capsys, *cases, *AT, "--format", "json")
    items = json.loads(out)["items"]
    assert code == 0
    assert [(item["case"], item["day"], item["place"], item["starts"]) for item in items] == [
        ("X-3", "2026-03-09", 1, "13:00"),
        ("X-2", "2026-03-09", 2, "13:30"),
        ("X-1", "2026-03-16", 1, "13:00"),
        ("X-4", None, None, None),
    ]


def test_another_reading_may_be_taken(capsys, cases):
    assert run(capsys, *cases, *AT, "--reading", "how_many=two")[0] == 0
    assert run(capsys, *cases, *AT, "--reading", "how_many=three")[0] == 2


def test_no_case_is_wrong_usage(capsys):
    code, out, err = run(capsys, *AT)
    assert (code, out) == (2, "")
    assert "CASE" in err


def test_one_case_twice_cannot_be_laid_out(capsys, cases):
    code, out, err = run(capsys, cases[0], cases[0], *AT)
    assert (code, out) == (3, "")
    assert err == f"carepanel: cannot determine: `{cases[0]}` is given twice\n"


def test_why_no_case_has_a_place_is_told(capsys, tmp_path):
    # the open board's order is not stated
    paths = []
    for name in ("Y-1", "Y-2"):
        path = tmp_path / f"{name}.yaml"
        facts = "{child.looked_after: true, placement.unstable: true, child.has_ehcp: false}"
        path.write_text(f"case: {name}\nfacts: {facts}\nevents: []\n", encoding="utf-8")
        paths.append(str(path))
    _, out, _ = run(capsys, *paths, *AT)
    assert (
        "Open board, Tue 7 Apr 2026 [2]\n"
        "  Y-1  the first to come\n"
        "  Y-2  the first to come\n"
        "  without a place: the terms state no order in which cases are heard\n"
    ) in out


def test_why_one_case_has_no_place_is_told(capsys, cases, tmp_path):
    # two papers that came at the same instant
    twin = tmp_path / "X-9.yaml"
    twin.write_text(Path(cases[2]).read_text(encoding="utf-8").replace("X-3", "X-9"), encoding="utf-8")
    _, out, _ = run(capsys, cases[2], str(twin), *AT)
    assert (
        "Board, Mon 9 Mar 2026 [2]\n"
        "  X-3  the first whose papers were in by its cut-off\n"
        "  X-9  the first whose papers were in by its cut-off\n"
        "  without a place: which others come before it is not known (the duty lodge is fulfilled)\n"
    ) in out


def test_a_broken_case_is_told_without_its_values(capsys, tmp_path):
    broken = tmp_path / "case.yaml"
    broken.write_text("case: X-1\nfacts: {child.looked_after: Zebulon}\nevents: []\n", encoding="utf-8")
    code, out, err = run(capsys, str(broken), *AT)
    assert (code, out) == (1, "")
    assert "Zebulon" not in err
