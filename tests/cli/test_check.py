"""``carepanel check``: what it counts, and the walk through the calendar."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from carepanel import resources
from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_calendar_check_is_no_error_and_gives_every_date(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, err = run(capsys, "check", "--calendar", "2026:2028", "camden")
    assert (code, err) == (0, "")
    assert "at 16 of 156 meetings:" in text
    assert "and 13 more" in text
    assert max(map(len, text.splitlines())) <= 100
    code, out, _ = run(capsys, "check", "--calendar", "2026:2028", "camden", "--format", "json")
    [walked] = json.loads(out)["calendar"]
    monday = next(f for f in walked["findings"] if f["reading"] == "bank_holiday_monday")
    assert (code, monday["kind"], monday["count"], len(monday["instances"])) == (0, "silent", 16, 16)
    assert monday["instances"][0]["dates"]["not_held"] == {"day": None, "starts": None}


def test_years_beyond_the_published_ones_are_said_to_be_provisional(capsys: pytest.CaptureFixture[str]) -> None:
    _, within, _ = run(capsys, "check", "--calendar", "2028", "wandsworth")
    _, beyond, _ = run(capsys, "check", "--calendar", "2028:2029", "wandsworth")
    said = "days off are published to Sun 31 Dec 2028; what lies beyond is provisional"
    assert (said in within, said in beyond) == (False, True)


def test_a_broken_policy_is_not_walked_and_the_others_are(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    changed = tmp_path / "camden.yaml"
    text = (
        resources.policy_bytes("camden")
        .decode()
        .replace("clauses:\n", 'clauses:\n  "99": Somebody does something\n', 1)
    )
    changed.write_text(text, encoding="utf-8")
    code, out, _ = run(capsys, "check", "--calendar", "2026", "wandsworth", str(changed))
    assert (code, out.count("the calendar from"), "Wandsworth Care Panel (" in out) == (1, 1, True)
    said = " ".join(out.split())
    assert f"{changed}: the calendar was not walked; mend the errors first" in said
    assert "(clause-uncited)" in out
    assert out.splitlines()[-1] == "2 policies checked: 1 error, 0 warnings"
    code, out, _ = run(capsys, "check", "--calendar", "2026", "wandsworth", str(changed), "--format", "json")
    found = json.loads(out)
    assert [walk["policy"] for walk in found["calendar"]] == ["wandsworth/care_panel"]
    assert (code, found["calendar_not_walked"], len(found["problems"])) == (1, [str(changed)], 1)


def test_what_could_not_be_read_is_not_counted_as_checked(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", "--calendar", "2026", "nope")
    assert (code, out.splitlines()) == (
        3,
        [
            "no policy `nope`: the shipped policies are `camden`, `wandsworth`",
            "nothing was checked: 1 could not be read",
        ],
    )
    code, out, _ = run(capsys, "check", "camden", "nope")
    assert (code, out.splitlines()[-1]) == (3, "1 policy checked: 0 errors, 0 warnings; 1 could not be read")


def test_the_option_taken_is_marked_and_a_standing_question_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "check", "--calendar", "2026", "camden")
    said = " ".join(out.split())
    easter = (
        "meeting of Mon 6 Apr 2026 (Easter Monday): (taken) next working day: Tue 7 Apr 2026; previous working day:"
    )
    assert easter in said
    assert "At every meeting, whatever the calendar: By when does the service manager know?" in said
    assert "Are 48 hours two working days? (forty_eight_hours_are) [8.1c]" in said
    _, out, _ = run(capsys, "check", "--calendar", "2026", "camden", "--format", "json")
    findings = json.loads(out)["calendar"][0]["findings"]
    monday = next(f for f in findings if f["reading"] == "bank_holiday_monday")
    assert (monday["taken"], monday["under"]) == ("next_working_day", [])
    short = next(f for f in findings if f["kind"] == "promise" and f["clause"] == ["6.4b"])
    assert [i["usual_day"] for i in short["instances"]] == ["2026-01-05"]
    assert short["instances"][0]["says"] == "1 of the promised 2 days"
    early = next(f for f in findings if f["kind"] == "promise" and f["clause"] == ["6.4a"] and len(f["instances"]) == 3)
    # the bank-holiday Mondays of 4 May, 25 May and 31 August
    assert early["under"] == [{"reading": "bank_holiday_monday", "option": "previous_working_day"}]


def test_the_check_of_a_narrow_page_is_wrapped() -> None:
    from carepanel.render.calendar_check import calendar_text
    from carepanel.render.check_text import check_text
    from carepanel.render.layout import Page
    from tests.examples import policy

    camden = policy("camden")
    page = check_text([], [], [("policies/camden.yaml", camden.terms)], 1, Page(40))
    assert max(map(len, page.splitlines())) <= 40
    assert " ".join(page.split()).endswith("none of the authority's own) 1 policy checked: 0 errors, 0 warnings")
    text = calendar_text(camden.calendar_check("2026-01-01", "2026-12-31"), width=48)
    assert max(map(len, text.splitlines())) <= 48
