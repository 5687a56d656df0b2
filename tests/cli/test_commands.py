"""Each command with right and wrong arguments: what it prints, where, and the code it exits with."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from carepanel import resources
from carepanel.cli.main import COMMANDS
from tests.cli.running import run
from tests.examples import AUTHORITIES, ROOT, questions

LATE = "examples/cases/camden/late_papers.yaml"
AT = ["--at", "2026-03-06T09:00"]


def test_the_shipped_policies_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "2 policies checked: 0 errors, 0 warnings"


WRONG = [
    # what is typed, the exit code, what standard error says
    (["check", "nowhere.yaml"], 3, "cannot read `nowhere.yaml`: there is no such file"),
    (["check", "."], 3, "cannot read `.`: it is a folder"),
    (["check", "camdon"], 3, "no policy `camdon`: did you mean `camden`?"),
    (["determin"], 2, "no command `determin`: did you mean `determine`?"),
    (["determine", "camden"], 2, "Missing argument 'CASE'"),
    (["determine", "camden", LATE, "--att", "x"], 2, "No such option '--att'"),
    (["determine", "camden", LATE, "--at", "next tuesday"], 2, "expected a date and time"),
    (["determine", "camden", LATE, "--at", "2026-10-25T01:30"], 2, "happens twice"),
    (["determine", "camden", LATE, *AT, "--reading", "noon_sharp"], 2, "is not ID=OPTION"),
    (["determine", "camden", LATE, *AT, "--reading", "noon_shap=excluded"], 2, "did you mean `noon_sharp`?"),
    (["determine", "camden", LATE, *AT, "--reading", "noon_sharp=exclude"], 2, "did you mean `excluded`?"),
    (
        ["determine", "camden", LATE, *AT, "--reading", "noon_sharp=excluded", "--reading", "noon_sharp=included"],
        2,
        "`noon_sharp` is given more than once: give it one option",
    ),
    (["determine", "camden", LATE, "--at", "2026-03-06"], 2, "a day has many hours: give one, e.g. 2026-03-06T09:00"),
    (["determine", "camden", "nowhere.yaml", *AT], 3, "cannot read `nowhere.yaml`"),
    (["determine", "camdon", LATE, *AT], 3, "did you mean `camden`?"),
    (["explain", "camden", LATE, "lodge_paper", *AT], 2, "did you mean `lodge_papers`?"),
    (["clauses", "nowhere.yaml"], 3, "cannot read `nowhere.yaml`"),
    (["diff", "camden", "nowhere.yaml"], 3, "cannot read `nowhere.yaml`"),
    (["schema", "polcy"], 2, "'polcy' is not one of"),
    (["obligations", "camden"], 2, "Missing argument 'CASE…'"),
    (["obligations", "camden", LATE, "nowhere.yaml", *AT], 3, "cannot read `nowhere.yaml`"),
    (["obligations", "camden", LATE, LATE, *AT], 3, f"cannot determine: `{LATE}` is given twice"),
    (["obligations", "camden", "-", "-", *AT], 2, "standard input can be given once"),
    (["agenda", "camden", "-", LATE, "-", *AT], 2, "standard input can be given once"),
    (["check", "-", "camden", "-"], 2, "standard input can be given once"),
    (["diff", "-", "-"], 2, "standard input can be given once"),
    (
        ["obligations", "camden", LATE, *AT, "--actor", "charr"],
        2,
        "no party `charr` in the policy: did you mean `chair`?",
    ),
    (["obligations", "camden", LATE, *AT, "--format", "xml"], 2, "'xml' is not one of"),
    (["dates", "camden", "--from", "2026-02-30"], 2, "Invalid value for --from"),
    (["dates", "camden", "--from", "2026-02-01", "--to", "2026-01-01"], 2, "the last day lies before the first"),
    (["dates", "camden", "--from", "10000-01-01"], 2, "Invalid value for --from"),
    (["dates", "camden", "--from", "1999-01-01"], 3, "knows the working days of 2012 to 2100 only"),
    (["dates", "camden", "--from", "2100-12-01"], 2, "three months after the first day lie beyond: say `--to`"),
    (["dates", "camdon"], 3, "did you mean `camden`?"),
    (["dates", "camden", "--reading", "noon_sharp=exclude"], 2, "did you mean `excluded`?"),
    (["check", "--calendar", "2028:2024"], 2, "`2028:2024` is not FIRST:LAST, e.g. 2024:2035"),
    (["check", "--calendar", "soon"], 2, "`soon` is not FIRST:LAST"),
    (["check", "--calendar", "9999"], 2, "dates are worked out up to 2100"),
    (["check", "--calendar", "1999", "camden"], 2, "knows the working days of 2012 to 2100 only"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "says"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_mistake_gets_one_clear_message(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    found, out, err = run(capsys, *arguments)
    assert (found, says in " ".join((out + err).split())) == (code, True), (out, err)
    assert "Traceback" not in err


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_example_can_be_read_by_a_person(authority: str, capsys: pytest.CaptureFixture[str]) -> None:
    for question in questions(authority)[::6]:
        known = ["--known-by", question.known_by] if question.known_by else []
        readings = [word for name, option in question.readings.items() for word in ("--reading", f"{name}={option}")]
        code, out, err = run(capsys, "determine", authority, str(question.case), "--at", question.at, *known, *readings)
        assert (code, err) == (0, "")
        assert "Eligible" in out
        assert "unofficial encoding" in " ".join(out.split())
        assert max(len(line) for line in out.splitlines()) <= 100


def test_json_goes_to_standard_output_alone(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "determine", "camden", LATE, *AT, "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["policy"]["id"] == "camden/care_pathways_panel"


def test_a_case_may_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, from_file, _ = run(capsys, "determine", "camden", LATE, *AT)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(LATE).read_bytes())))
    code, from_input, err = run(capsys, "determine", "camden", "-", *AT)
    assert (code, err, from_input) == (0, "", from_file)


def test_a_broken_case_is_refused_without_its_values(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    broken = tmp_path / "case.yaml"
    broken.write_text("case: X-1\nfacts: {child.looked_after: Zebulon}\n", encoding="utf-8")
    code, out, err = run(capsys, "determine", "camden", str(broken), *AT)
    assert (code, out) == (1, "")
    assert "`child.looked_after` must be `true` or `false`" in err
    assert "Zebulon" not in err


def test_the_instant_asked_about_defaults_to_now(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "determine", "camden", LATE, "--format", "json")
    assert (code, json.loads(out)["at"] > "2026-11-01") == (0, True)


def test_explain_shows_a_date_day_by_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "explain", "camden", LATE, "lodge_papers", *AT)
    assert code == 0
    assert "the last Thursday before" in out


@pytest.mark.parametrize("subject", ["documents", "meeting", "readings", "eligibility", "noon_sharp", "chair"])
def test_explain_takes_a_section_a_rule_or_a_reading(capsys: pytest.CaptureFixture[str], subject: str) -> None:
    code, out, err = run(capsys, "explain", "camden", LATE, subject, *AT)
    assert (code, err) == (0, "")
    assert len(out.splitlines()) > 3


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_clauses_accounts_for_all_of_them(authority: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "clauses", authority)
    assert code == 0
    assert out.splitlines()[-1].endswith("clauses: 0 unaccounted for")


def test_clauses_finds_a_duty_that_no_rule_cites(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (
        resources.policy_bytes("camden")
        .decode()
        .replace("clauses:\n", 'clauses:\n  "99": Somebody does something\n', 1)
    )
    changed = tmp_path / "camden.yaml"
    changed.write_text(text, encoding="utf-8")
    code, out, _ = run(capsys, "clauses", str(changed))
    assert code == 1
    assert out.splitlines()[-1].endswith("1 unaccounted for")
    code, out, _ = run(capsys, "check", str(changed))
    assert code == 1
    assert "(clause-uncited)" in out


def test_the_work_list_is_the_same_in_every_form(capsys: pytest.CaptureFixture[str]) -> None:
    _, text, _ = run(capsys, "obligations", "camden", LATE, *AT)
    code, out, err = run(capsys, "obligations", "camden", LATE, *AT, "--format", "json")
    listed = json.loads(out)
    assert (code, err) == (0, "")
    assert all({"id", "actor", "action", "due", "status", "clause", "since", "why"} <= set(row) for row in listed)
    assert all(" ".join(row["action"].split()) in " ".join(text.split()) for row in listed)
    _, table, _ = run(capsys, "obligations", "camden", LATE, *AT, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["id"], row["status"], row["due"]) for row in rows] == [
        (row["id"], row["status"], row["due"] or "") for row in listed
    ]
    assert [row["actor"] for row in rows] == ["; ".join(row["actor"]) for row in listed]


def test_the_work_list_of_several_cases_names_each(capsys: pytest.CaptureFixture[str]) -> None:
    other = "examples/cases/camden/not_put_forward.yaml"
    code, out, _ = run(capsys, "obligations", "camden", LATE, other, *AT, "--actor", "chair")
    assert code == 0
    assert "2 cases, asked about Fri 6 Mar 2026 09:00" in out
    assert "CAM-2026-0001: " in out


def test_a_broken_case_stops_the_whole_list(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    broken = tmp_path / "case.yaml"
    broken.write_text("case: X-1\nfacts: {child.looked_after: Zebulon}\n", encoding="utf-8")
    code, out, err = run(capsys, "obligations", "camden", LATE, str(broken), *AT, "--format", "csv")
    assert (code, out) == (1, "")
    assert "`child.looked_after` must be `true` or `false`" in err
    assert "Zebulon" not in err


SPAN = ["--from", "2026-04-01", "--to", "2026-04-30"]


def test_the_dates_are_the_same_in_every_form(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, err = run(capsys, "dates", "camden", *SPAN)
    assert (code, err) == (0, "")
    lines = [line.strip() for line in text.splitlines()]
    row = next(
        number for number, line in enumerate(lines) if "Tue 7 Apr 2026 " in line and "Thu 2 Apr 2026 12:00" in line
    )
    assert lines[row + 1] == "moved from Mon 6 Apr 2026: Easter Monday"
    _, out, _ = run(capsys, "dates", "camden", *SPAN, "--format", "json")
    [panel] = json.loads(out)["panels"]
    easter = panel["meetings"][0]
    assert (easter["usual_day"], easter["day"]) == ("2026-04-06", "2026-04-07")
    assert easter["dates"]["cut_off"]["due"] == "2026-04-02T12:00:00+01:00"
    assert easter["dates"]["cut_off"]["proof"][-1]["says"].startswith("end: Thu 2 Apr 2026 12:00")
    _, table, _ = run(capsys, "dates", "camden", *SPAN, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["meeting"] for row in rows] == [meeting["day"] for meeting in panel["meetings"]]
    assert (rows[0]["cut_off"], rows[0]["send_template"]) == ("2026-04-02 12:00", "2026-03-31")
    assert rows[0]["remark"] == "moved from Mon 6 Apr 2026: Easter Monday"
    _, table, _ = run(capsys, "dates", "camden", *SPAN, "--format", "md")
    assert (
        "| Tue 31 Mar 2026 | Thu 2 Apr 2026 12:00 | Tue 7 Apr 2026 | Thu 9 Apr 2026 | moved from Mon 6 Apr 2026: Easter Monday |"
        in table
    )
    _, calendar, _ = run(capsys, "dates", "camden", *SPAN, "--format", "ics")
    assert calendar.count("BEGIN:VEVENT") == len(rows) * (1 + len(panel["columns"]))


def test_the_dates_default_to_the_next_three_months(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "dates", "wandsworth", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["from"] >= "2026-11-01"
    assert 12 <= len(found["panels"][0]["meetings"]) <= 14


def test_a_narrow_page_gets_a_block_for_each_meeting() -> None:
    from carepanel.render.timetable_text import timetable_text
    from tests.examples import policy

    text = timetable_text(policy("camden").dates("2026-04-01", "2026-04-30"), width=48)
    assert max(map(len, text.splitlines())) <= 48
    assert text.count("Finalise outcome") == 5
    assert "moved from Mon 6 Apr 2026" in text


@pytest.mark.parametrize("name", ["policy", "vocabulary", "case", "determination", "calendar"])
def test_schema_prints_a_schema(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "schema", name)
    assert code == 0
    assert json.loads(out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help_and_stands_in_the_readme(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *([command] if command else []), "--help")
    assert code == 0
    assert "Usage: carepanel" in out
    assert f"carepanel {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def _on_a_terminal(environment: dict[str, str]) -> str:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "carepanel.cli.main", "determine", "camden", LATE, *AT]
    found = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "TERM": "xterm", **environment}
    process = subprocess.Popen(command, stdout=slave, stderr=slave, env=found, cwd=ROOT)
    os.close(slave)
    chunks = []
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:
            break
        if not chunk:
            break
        chunks.append(chunk)
    assert process.wait() == 0
    os.close(master)
    return b"".join(chunks).decode()


def test_colour_is_for_terminals_that_want_it() -> None:
    assert "\x1b[" in _on_a_terminal({})
    assert "\x1b[" not in _on_a_terminal({"NO_COLOR": "1"})
    assert "\x1b[" not in _on_a_terminal({"TERM": "dumb"})


def test_a_narrow_terminal_gets_narrow_lines() -> None:
    lines = _on_a_terminal({"COLUMNS": "48", "NO_COLOR": "1"}).splitlines()
    assert max(len(line.rstrip("\r")) for line in lines) <= 48


def test_a_week_without_a_meeting_is_told_in_every_form(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["dates", "wandsworth", "--from", "2024-12-25", "--to", "2024-12-25", "--format"]
    _, out, _ = run(capsys, *asked, "json")
    [meeting] = json.loads(out)["panels"][0]["meetings"]
    assert (meeting["day"], meeting["remark"]) == (None, "not held: Christmas Day")
    assert {(day["day"], day["says"]) for day in meeting["dates"].values()} == {(None, "the meeting is not held")}
    _, table, _ = run(capsys, *asked, "csv")
    [row] = csv.DictReader(io.StringIO(table))
    assert (row["usual_day"], row["meeting"], row["remark"]) == ("2024-12-25", "", "not held: Christmas Day")
    _, text, _ = run(capsys, *asked, "text")
    assert "not held: Christmas Day" in text
    _, page, _ = run(capsys, *asked, "md")
    assert "| Wed 25 Dec 2024 | not held: Christmas Day |" in page
    assert "The source does not state the days on which it meets [4.4a]." in page
    _, calendar, _ = run(capsys, *asked, "ics")
    assert calendar.count("BEGIN:VEVENT") == calendar.count("STATUS:CANCELLED") == 1 + len(meeting["dates"])


def test_a_duty_of_the_year_is_a_day_of_the_calendar(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["dates", "camden", "--from", "2026-12-30", "--to", "2027-01-03", "--reading", "review_from=calendar_year"]
    _, text, _ = run(capsys, *asked)
    assert "Review terms: Fri 1 Jan 2027 [9.1a]" in text
    _, calendar, _ = run(capsys, *asked, "--format", "ics")
    assert "UID:camden/care_pathways_panel/review_terms/2027-01-01@carepanel" in calendar
    _, table, _ = run(capsys, *asked, "--format", "csv")
    [row] = csv.DictReader(io.StringIO(table))
    assert (row["review_terms"], row["report_impact"], row["remark"]) == ("2027-01-01", "", "Review terms")


@pytest.mark.parametrize(
    "arguments",
    [
        ["dates", "camden", "--from", "2026-04-01", "--to", "2026-04-30"],
        ["obligations", "camden", LATE, "--at", "2026-03-04T09:00"],
    ],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize("form", ["ics", "csv"])
def test_a_file_is_printed_as_its_format_has_it(
    capsys: pytest.CaptureFixture[str], arguments: list[str], form: str
) -> None:
    _, out, _ = run(capsys, *arguments, "--format", form)
    assert "\n" not in out.replace("\r\n", "")
    assert out.endswith("\r\n")
    assert not out.endswith("\r\n\r\n")


def test_a_clause_is_no_number_to_a_spreadsheet(capsys: pytest.CaptureFixture[str]) -> None:
    _, table, _ = run(capsys, "obligations", "camden", LATE, *AT, "--format", "csv")
    clauses = {row["id"]: row["clause"] for row in csv.DictReader(io.StringIO(table))}
    assert clauses["CAM-2026-0001/lodge_papers/1"] == "[6.4a]"


def test_a_day_on_which_the_panel_sits_in_the_place_of_another_has_its_meeting(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["dates", "camden", "--from", "2026-04-07", "--to", "2026-04-10", "--format"]
    found = {form: run(capsys, *asked, form)[1] for form in ("text", "md", "csv", "json", "ics")}
    assert "No meeting falls in these days" not in found["text"] + found["md"]
    moved = "moved from Mon 6 Apr 2026: Easter Monday"
    assert all(moved in out for form, out in found.items() if form != "ics")
    assert moved in found["ics"].replace("\r\n ", "")


def test_a_work_list_goes_into_a_calendar(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "obligations", "camden", LATE, "--at", "2026-03-04T09:00", "--format", "ics")
    assert (code, err) == (0, "")
    assert out.startswith("BEGIN:VCALENDAR\r\n")
    assert "SUMMARY:CAM-2026-0001: due\\, Care Pathways Panel\r\n" in out
    assert "lodge" not in out
    code, out, err = run(
        capsys, "obligations", "camden", LATE, "--at", "2026-03-04T09:00", "--format", "ics", "--say-what"
    )
    assert (code, err) == (0, "")
    assert "SUMMARY:CAM-2026-0001: lodge all papers" in out
    code, out, err = run(capsys, "obligations", "camden", LATE, "--say-what")
    assert (code, out) == (2, "")
    assert "--say-what goes with --format ics" in err
