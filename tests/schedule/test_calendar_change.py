"""A bank holiday proclaimed a week before: Monday 15 June 2026. What moves was worked out by hand."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from carepanel import resources
from carepanel.calendars.instants import parse_instant
from tests.cli.test_commands import run
from tests.examples import ROOT, policy

if TYPE_CHECKING:
    from pathlib import Path

    from carepanel.schedule.calendar_change import Moved

NEXT_DAY = '"2026-08-31": Summer bank holiday\n'


@pytest.fixture
def proclaimed(tmp_path: Path) -> Path:
    """The shipped calendar with one more day."""
    text = resources.shared_bytes("england_and_wales").decode()
    assert NEXT_DAY in text
    changed = text.replace(NEXT_DAY, f'"2026-06-15": A day proclaimed\n  {NEXT_DAY}').replace(
        'version: "1"', 'version: "2"'
    )
    path = tmp_path / "proclaimed.yaml"
    path.write_text(changed, encoding="utf-8")
    return path


def sides(moved: tuple[Moved, ...]) -> dict[str, tuple[str, str]]:
    return {one.id: (one.was.says, one.now.says) for one in moved}


def test_camdens_monday_moves_and_what_counts_from_it(proclaimed: Path) -> None:
    camden = policy("camden")
    moved = camden.calendar_change(camden.with_calendar(proclaimed), "2026-06-01", "2026-07-31", at="2026-06-08T09:00")
    assert sides(moved) == {
        "panel/2026-06-15": ("Mon 15 Jun 2026", "Tue 16 Jun 2026"),
        "panel/2026-06-15/finalise_outcome": (
            "on Wed 17 Jun 2026, the hour not known",
            "on Thu 18 Jun 2026, the hour not known",
        ),
    }
    assert [one.actor for one in moved] == [(), ("chair",)]


def test_wandsworths_papers_are_due_sooner_and_its_record_later(proclaimed: Path) -> None:
    asked = policy("wandsworth")
    case = {
        "case": "WAN-1",
        "facts": {"request.about": "entry_to_care"},
        "events": [
            {"event": "put_forward", "meeting": "panel", "day": "2026-06-10", "at": "2026-06-01T10:00"},
            {"event": "panel_decision", "outcome": "agreed", "at": "2026-06-10T12:30"},
        ],
    }
    moved = asked.calendar_change(
        asked.with_calendar(proclaimed), "2026-06-01", "2026-06-30", cases=[case], at="2026-06-11T00:00"
    )
    found = sides(moved)
    # two working days before Wednesday 17 June, without Monday 15
    assert found["panel/2026-06-17/cut_off"] == ("by Mon 15 Jun 2026 17:00", "by Fri 12 Jun 2026 17:00")
    # three working days after Wednesday 10 June: 11, 12 and 15, or 16
    assert found["panel/2026-06-10/record_decision"] == (
        "by the end of Mon 15 Jun 2026",
        "by the end of Tue 16 Jun 2026",
    )
    assert "WAN-1/record_decision/1" in found
    task = next(one for one in moved if one.id == "WAN-1/record_decision/1")
    assert (task.was.when, task.now.when) == (parse_instant("2026-06-16T00:00"), parse_instant("2026-06-17T00:00"))
    assert (task.case, task.actor) == ("WAN-1", ("administrator",))
    # what is due by the cut-off moves with it
    by_then = {f"panel/2026-06-17/{duty}" for duty in ("cut_off", "submit_request", "liaise_on_joint_funding")}
    assert set(found) == {*by_then, "panel/2026-06-10/record_decision", "WAN-1/record_decision/1"}


def test_the_meeting_of_a_case_moves_with_it(proclaimed: Path) -> None:
    camden = policy("camden")
    put_forward = {"event": "put_forward", "meeting": "panel", "day": "2026-06-15", "at": "2026-06-08T10:00"}
    moved = camden.calendar_change(
        camden.with_calendar(proclaimed),
        "2026-06-08",
        "2026-06-30",
        cases=[{"case": "CAM-1", "events": [put_forward]}],
        at="2026-06-09T09:00",
    )
    [meeting] = [one for one in moved if one.kind == "case"]
    assert (meeting.id, meeting.was.when, meeting.now.when) == ("CAM-1/meeting", date(2026, 6, 15), date(2026, 6, 16))


def test_a_calendar_that_says_the_same_moves_nothing(tmp_path: Path) -> None:
    same = tmp_path / "same.yaml"
    same.write_bytes(resources.shared_bytes("england_and_wales"))
    for authority in ("camden", "wandsworth"):
        asked = policy(authority)
        cases = [ROOT / f"benchmarks/cases/{authority}.yaml"]
        assert (
            asked.calendar_change(
                asked.with_calendar(same), "2026-01-01", "2028-12-31", cases=cases, at="2026-03-09T09:00"
            )
            == ()
        )


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
    _, out, _ = run(capsys, *command, "--format", "json")
    listed = json.loads(out)
    assert [(row["id"], row["from"], row["to"]) for row in listed] == [
        ("panel/2026-06-15", "2026-06-15", "2026-06-16"),
        ("panel/2026-06-15/finalise_outcome", "2026-06-18T00:00:00+01:00", "2026-06-19T00:00:00+01:00"),
    ]
    _, table, _ = run(capsys, *command, "--format", "csv")
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == [row["id"] for row in listed]


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
