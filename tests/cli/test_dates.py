"""``carepanel dates --calendar-change``: a bank holiday proclaimed a week before, as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from carepanel import resources
from carepanel.render.calendar_change import _counted
from tests.cli.running import run
from tests.examples import ROOT, policy
from tests.proclaimed import NEARLY_EIGHTEEN, sides, with_day

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def proclaimed(tmp_path: Path) -> Path:
    return with_day(tmp_path, "2026-06-15")


SAME_VERSION = "carepanel: the two lists `england_and_wales` differ and have the same version 1: raise the version of the new one\n"
SPAN = ["--from", "2026-06-01", "--to", "2026-06-30"]


def test_the_command_says_from_when_to_when_and_for_whom(
    proclaimed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    command = ["dates", "camden", "--calendar-change", str(proclaimed), *SPAN]
    code, text, err = run(capsys, *command)
    assert (code, err) == (0, "")
    assert "from the calendar england_and_wales 1 to england_and_wales 2" in " ".join(text.split())
    assert "Care Pathways Panel [3.5a, 3.5b]: Mon 15 Jun 2026 -> Tue 16 Jun 2026" in text
    assert "2 dates move." in text
    days = text.index("Days off that change\n    Mon 15 Jun 2026: A day proclaimed, new\n")
    assert days < text.index("Meetings that move")
    _, out, _ = run(capsys, *command, "--format", "json")
    found = json.loads(out)
    assert list(found) == ["calendars", "days", "moved"]
    [calendar] = found["calendars"]
    assert (calendar["name"], calendar["from"]["version"], calendar["to"]["version"]) == ("england_and_wales", "1", "2")
    assert found["days"] == [
        {
            "calendar": "england_and_wales",
            "day": "2026-06-15",
            "change": "new",
            "from": None,
            "to": "A day proclaimed",
        }
    ]
    listed = found["moved"]
    assert [row["meeting"] for row in listed] == ["2026-06-15"] * 2
    assert [(row["id"], row["from"], row["to"]) for row in listed] == [
        ("panel/2026-06-15", "2026-06-15", "2026-06-16"),
        ("panel/2026-06-15/finalise_outcome", "2026-06-18T00:00:00+01:00", "2026-06-19T00:00:00+01:00"),
    ]
    _, table, _ = run(capsys, *command, "--format", "csv")
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == [row["id"] for row in listed]


def test_the_command_is_asked_about_an_instant_as_known_by_another(
    proclaimed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    case = tmp_path / "case.json"
    case.write_text(json.dumps(NEARLY_EIGHTEEN), encoding="utf-8")
    command = ["dates", "camden", str(case), "--calendar-change", str(proclaimed), *SPAN, "--at", "2026-06-09T09:00"]
    code, text, err = run(capsys, *command)
    assert (code, err) == (0, "")
    plain = " ".join(text.split())
    assert "1 case, asked about Tue 9 Jun 2026 09:00, as known then" in plain
    assert "CAM-17: Eligible [4.2a, 4.2b]: yes -> no" in plain
    assert "(The panel) [1.1, 4.0]: no date (the source sets no time), pending -> no longer arises" in plain
    assert plain.count("Head of the Virtual School") == 1
    assert "run by The Business Support Officer responsible for the panel; members: Director" in plain
    assert "CAM-17 the Care Pathways Panel; The child's social worker; The social worker's team manager" in plain
    assert plain.endswith("8 dates move; 3 answers change; 1 obligation no longer arises.")
    assert max(map(len, text.splitlines())) <= 100
    _, out, _ = run(capsys, *command, "--format", "json")
    [row] = [row for row in json.loads(out)["moved"] if row["id"] == "CAM-17/panel_decision/1"]
    assert {name: row[name] for name in ("kind", "actor", "from", "to", "to_says", "change", "panel")} == {
        "kind": "obligation",
        "actor": ["panel"],
        "from": None,
        "to": None,
        "to_says": "no longer arises",
        "change": "ends",
        "panel": "",
    }
    # it had not been put forward by then: it goes to the first panel whose cut-off is still to come, Monday 15 June
    _, text, _ = run(capsys, *command, "--known-by", "2026-06-08T09:00")
    assert "asked about Tue 9 Jun 2026 09:00, as known by Mon 8 Jun 2026 09:00" in " ".join(text.split())


def test_the_command_says_why_something_is_not_known_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    case = tmp_path / "case.json"
    put_forward = NEARLY_EIGHTEEN["events"]
    case.write_text(json.dumps({"case": "CAM-4", "events": put_forward}), encoding="utf-8")
    day = with_day(tmp_path, "2026-06-15")
    at = ["--at", "2026-06-09T09:00"]
    _, text, _ = run(capsys, "dates", "camden", str(case), "--calendar-change", str(day), *SPAN, *at)
    assert (
        "before Mon 15 Jun 2026, not known -> before Tue 16 Jun 2026, not known: What is the panel asked to consider?"
        in " ".join(text.split())
    )


def test_the_command_says_which_dates_stay_and_are_provisional_no_longer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    text = resources.shared_bytes("england_and_wales").decode()
    # the list of 2029 as the law has it, now published; Boxing Day is the last day of the shipped one
    days = ["01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"]
    published = "".join(f'  "2029-{day}": A day published\n' for day in days)
    longer = tmp_path / "longer.yaml"
    longer.write_text(text.replace('horizon: "2028-12-31"', 'horizon: "2029-12-31"') + published, encoding="utf-8")
    span = ("2029-01-08", "2029-01-31")
    command = ["dates", "camden", "--calendar-change", str(longer), "--from", span[0], "--to", span[1]]
    code, out, err = run(capsys, *command)
    # Mondays 8, 15, 22 and 29 January
    assert (code, err) == (0, SAME_VERSION)
    assert out.splitlines()[-1] == "0 dates move. 4 meetings stay as they are and are no longer provisional."
    camden = policy("camden")
    assert "the last day known: Sun 31 Dec 2028 -> Mon 31 Dec 2029" in out
    other = camden.with_calendar(longer)
    there, back = (
        was.calendar_change(now, *span, at="2026-06-09T09:00") for was, now in ((camden, other), (other, camden))
    )
    assert [(one.settled, one.unsettled) for one in (there, back)] == [(4, 0), (0, 4)]
    assert _counted((), (0, 1)) == "0 dates move. 1 meeting stays as it is and is provisional now."
    # a date that moves from or to a provisional one says so
    with_monday = tmp_path / "with_monday.yaml"
    with_monday.write_text(longer.read_text(encoding="utf-8").replace("01-01", "01-15"), encoding="utf-8")
    moved = camden.calendar_change(camden.with_calendar(with_monday), *span, at="2026-06-09T09:00").moved
    assert sides(moved)["panel/2029-01-15"] == ("Mon 15 Jan 2029 (provisional)", "Tue 16 Jan 2029")


def test_mistakes_get_one_clear_message(
    proclaimed: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    other = tmp_path / "other.yaml"
    other.write_text(
        proclaimed.read_text(encoding="utf-8").replace("calendar: england_and_wales", "calendar: france"),
        encoding="utf-8",
    )
    broken = tmp_path / "broken.yaml"
    broken.write_text(proclaimed.read_text(encoding="utf-8").replace('"2026-06-15"', '"2026-06-31"'), encoding="utf-8")
    rows = [
        ([str(proclaimed), "--format", "ics"], 2, "what moves is printed as text, json or csv"),
        (["nowhere.yaml"], 3, "cannot read `nowhere.yaml`: there is no such file"),
        (
            [str(other)],
            1,
            "the policy does not count by a calendar `france`; give another version of `england_and_wales`",
        ),
        ([str(broken)], 1, "2026-06-31`: there is no such day in the calendar"),
        (["policies/camden.yaml"], 1, "policies/camden.yaml"),
    ]
    for arguments, code, says in rows:
        found, out, err = run(capsys, "dates", "camden", *SPAN, "--calendar-change", *arguments)
        assert (found, out, says in " ".join(err.split())) == (code, "", True), err
    code, _, err = run(capsys, "dates", "camden", "examples/cases/camden/late_papers.yaml", *SPAN)
    assert (code, "cases go with --calendar-change" in err) == (2, True)
    for option in ("--at", "--known-by"):
        code, out, err = run(capsys, "dates", "camden", *SPAN, option, "2026-06-09T09:00")
        assert (code, out) == (2, "")
        assert f"Invalid value for {option}: it goes with --calendar-change" in " ".join(err.split())
    for option in ("--at", "--known-by"):
        code, out, err = run(
            capsys, "dates", "camden", "--calendar-change", str(proclaimed), *SPAN, option, "next tuesday"
        )
        assert (code, out, f"Invalid value for {option}" in err) == (2, "", True)


def test_the_duties_of_a_meeting_that_move_alike_stand_in_one_line(
    proclaimed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    span = ["--from", "2026-06-12", "--to", "2026-06-30"]
    _, text, _ = run(capsys, "dates", "wandsworth", "--calendar-change", str(proclaimed), *span)
    plain = " ".join(text.split())
    assert (
        "Cut-off (The child's social worker) [2.4c], Submit request (The child's social worker) [2.4c], Liaise on joint "
        "funding (Designated Clinical Officer, SNAS officer) [4.2c], meeting of Wed 17 Jun 2026: by Mon 15 Jun 2026 17:00 "
        "-> by Fri 12 Jun 2026 17:00" in plain
    )
    # and beside them what still runs from the panel of the week before
    assert "Record decision (Panel administrator) [2.1c], meeting of Wed 10 Jun 2026: by the end of Mon 15" in plain
    assert plain.endswith("4 dates move.")


def test_days_off_on_end_stand_in_one_line_and_what_else_differs_before_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    terms = (ROOT / "tests/data/policies/good/shared/own_terms.yaml").read_text(encoding="utf-8")
    # the half-term holiday begins a week sooner, and a Saturday is no longer at the weekend
    shorter = terms.replace('"2026-02-13"', '"2026-02-06"').replace('version: "2026"', 'version: "2026-2"')
    changed = tmp_path / "terms.yaml"
    changed.write_text(f"{shorter}weekend: [sunday]\n", encoding="utf-8")
    command = ["dates", "tests/data/policies/good/in_term_time.yaml", "--calendar-change", str(changed)]
    code, text, err = run(capsys, *command, "--from", "2026-02-01", "--to", "2026-02-28")
    assert (code, err) == (0, "")
    assert (
        "Days off that change\n"
        "    the weekend: Saturday and Sunday -> Sunday\n"
        "    Sat 7 Feb 2026 to Fri 13 Feb 2026: outside term time, new\n"
    ) in text
    assert "own_terms 2026 to own_terms 2026-2" in " ".join(text.split())
    assert "Tue 10 Feb 2026 -> not held: outside term time (own_terms)" in " ".join(text.split())


def test_a_list_that_differs_from_one_of_the_same_version_is_warned_of(
    proclaimed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    text = proclaimed.read_text(encoding="utf-8").replace('version: "2"', 'version: "1"')
    proclaimed.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "dates", "camden", "--calendar-change", str(proclaimed), *SPAN, "--format", "csv")
    assert (code, err, len(list(csv.DictReader(io.StringIO(out))))) == (0, SAME_VERSION, 2)


def test_a_list_that_is_the_same_is_said_to_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    same = tmp_path / "same.yaml"
    same.write_bytes(resources.shared_bytes("england_and_wales"))
    code, out, err = run(capsys, "dates", "camden", "--calendar-change", str(same), *SPAN)
    assert (code, err, "no list of days off differs" in out) == (0, "", True)


def _standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def test_the_calendar_may_come_from_standard_input(
    proclaimed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    by_file = run(capsys, "dates", "camden", "--calendar-change", str(proclaimed), *SPAN)
    _standard_input(monkeypatch, proclaimed.read_bytes())
    assert run(capsys, "dates", "camden", "--calendar-change", "-", *SPAN) == by_file
    _standard_input(monkeypatch, b"calendar: 1")
    code, out, err = run(capsys, "dates", "camden", "--calendar-change", "-", *SPAN)
    assert (code, out, err.startswith("standard input:1")) == (1, "", True)
    case = tmp_path / "case.json"
    case.write_text(json.dumps(NEARLY_EIGHTEEN), encoding="utf-8")
    for arguments in (["-", "--calendar-change", "-"], ["-", str(case), "-", "--calendar-change", str(proclaimed)]):
        code, out, err = run(capsys, "dates", "camden", *arguments, *SPAN)
        assert (code, out) == (2, "")
        assert "standard input is read once" in " ".join(err.split())
