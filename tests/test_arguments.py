"""What a caller may give a policy from Python, and what is said of what it may not."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

import carepanel
from tests.examples import EXAMPLES, ROOT, policy

CASES = EXAMPLES / "cases" / "camden"
LATE, OTHER = CASES / "late_papers.yaml", CASES / "not_put_forward.yaml"
AT = "2026-03-06T09:00"
SHARED = ROOT / "policies" / "shared" / "england_and_wales.yaml"
PLAIN = {"case": "X-1", "facts": {}, "events": []}


@pytest.fixture(scope="module")
def camden():
    return policy("camden")


@pytest.fixture(scope="module")
def proclaimed(tmp_path_factory):
    """The calendar with Monday 9 March 2026 proclaimed a bank holiday."""
    lines = SHARED.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"').splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith('  "2026-04-03"'))
    lines.insert(at, '  "2026-03-09": Proclaimed')
    path = tmp_path_factory.mktemp("calendar") / "new.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


DAYS = [
    # what `start` is, what is said
    (datetime(2026, 1, 1, tzinfo=UTC), "`start` is an instant: give the day alone, as a date or as YYYY-MM-DD"),
    (datetime(2026, 1, 1), "`start` is an instant: give the day alone, as a date or as YYYY-MM-DD"),
    (None, "`start` is neither a date nor text"),
    (20260101, "`start` is neither a date nor text"),
    ("x", "`start`: expected a date written YYYY-MM-DD"),
    (date.min, "`start`: expected a year from 1900 to 2100"),
    (date.max, "`start`: expected a year from 1900 to 2100"),
]


@pytest.mark.parametrize(("start", "says"), DAYS)
def test_a_day_that_is_none_is_told(camden, start, says):
    for asked in (camden.dates, camden.calendar_check):
        with pytest.raises(carepanel.CannotDetermine) as raised:
            asked(start, datetime(2026, 2, 1) if isinstance(start, datetime) else "2026-02-01")
        assert str(raised.value) == f"cannot determine: {says}"


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_an_instant_out_of_reach_is_told(camden, at):
    with pytest.raises(carepanel.CannotDetermine, match="`at`: expected a year from 1900 to 2100"):
        camden.determine({"case": "X-1"}, at)


def test_the_last_day_is_told_by_its_name(camden):
    with pytest.raises(carepanel.CannotDetermine, match="`end` is an instant"):
        camden.dates(date(2026, 1, 1), datetime(2026, 2, 1))


@pytest.mark.parametrize("one", [str(LATE), LATE, LATE.read_bytes(), PLAIN], ids=["text", "path", "bytes", "values"])
def test_one_case_may_be_given_without_a_list(camden, one):
    assert camden.obligations(one, AT) == camden.obligations([one], AT)
    assert camden.agenda(one, AT) == camden.agenda([one], AT)


def test_a_case_that_was_read_may_be_given_alone(camden):
    read = camden.read_case(LATE)
    assert camden.obligations(read, AT) == camden.obligations([LATE], AT)


@pytest.mark.parametrize("cases", [None, 5, [5], [None]])
def test_what_is_no_case_is_told(camden, cases):
    with pytest.raises(carepanel.CannotDetermine) as raised:
        camden.obligations(cases, AT)
    assert str(raised.value).endswith("a case is its plain values, the path of its file, or what `read_case` gave")
    with pytest.raises(carepanel.CannotDetermine):
        camden.determine(5, AT)


def test_another_policy_is_no_other_calendar(camden):
    with pytest.raises(carepanel.CannotDetermine) as raised:
        camden.calendar_change(policy("wandsworth"), "2026-03-01", "2026-03-31", at=AT)
    assert str(raised.value) == (
        f"cannot determine: `other` is `{policy('wandsworth').id}` version 1: give this policy `with_calendar`"
    )


def test_two_cases_with_one_reference_are_told_by_their_files(camden, tmp_path):
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(LATE.read_bytes())
    for asked in (camden.obligations, camden.agenda):
        with pytest.raises(carepanel.CannotDetermine) as raised:
            asked([LATE, OTHER, copy], AT)
        assert str(raised.value) == (
            f"cannot determine: `{LATE}` and `{copy}` have the same reference, so that they could not be told apart"
        )
        with pytest.raises(carepanel.CannotDetermine) as raised:
            asked([LATE, OTHER, LATE], AT)
        assert str(raised.value) == f"cannot determine: `{LATE}` is given twice"


def test_two_cases_that_are_no_files_are_told_by_their_places(camden):
    with pytest.raises(carepanel.CannotDetermine) as raised:
        camden.obligations([OTHER, PLAIN, dict(PLAIN)], AT)
    assert str(raised.value) == (
        "cannot determine: case 2 and case 3 have the same reference, so that they could not be told apart"
    )


def test_everything_wrong_with_many_cases_is_told_at_once(camden, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("case: X-1\nfacts: {child.looked_after: Zebulon}\n", encoding="utf-8")
    for asked in (camden.obligations, camden.agenda):
        with pytest.raises(carepanel.CannotRead) as raised:
            asked(["one.yaml", broken, LATE, "two.yaml"], AT)
        assert isinstance(raised.value, carepanel.CannotReadCases)
        assert raised.value.unread == (
            ("one.yaml", "there is no such file"),
            ("two.yaml", "there is no such file"),
        )
        assert [found.position.file for found in raised.value.diagnostics] == [str(broken)]
        assert "Zebulon" not in str(raised.value)


def test_the_cases_of_a_change_of_calendar_are_told_at_once_too(camden, proclaimed):
    other = camden.with_calendar(proclaimed)
    with pytest.raises(carepanel.CannotReadCases):
        camden.calendar_change(other, "2026-03-01", "2026-03-31", cases=["one.yaml", "two.yaml"], at=AT)


def printed(capsys, *arguments):
    from carepanel.cli.main import main

    with pytest.raises(SystemExit):
        main([*arguments, "--format", "json"])
    return json.loads(capsys.readouterr().out)


def test_every_result_becomes_the_json_of_its_command(camden, proclaimed, capsys):
    to_json, span, year = carepanel.to_json, ("2026-03-01", "2026-03-31"), ("2026-01-01", "2026-12-31")
    days = ("--from", span[0], "--to", span[1])
    case, at = str(LATE), ("--at", AT)
    assert to_json(camden.determine(case, AT)) == printed(capsys, "determine", "camden", case, *at)
    assert to_json(camden.obligations([case], AT)) == printed(capsys, "obligations", "camden", case, *at)
    assert to_json(camden.agenda([case], AT)) == printed(capsys, "agenda", "camden", case, *at)
    assert to_json(camden.dates(*span)) == printed(capsys, "dates", "camden", *days)
    walked = printed(capsys, "check", "--calendar", "2026", "camden")["calendar"]
    assert [to_json(camden.calendar_check(*year))] == walked
    other = camden.with_calendar(proclaimed)
    moved = camden.calendar_change(other, *span, at=AT, cases=[case])
    assert moved
    assert to_json(moved) == printed(capsys, "dates", "camden", case, *days, "--calendar-change", str(proclaimed), *at)


def test_any_part_of_a_result_becomes_plain_values(camden):
    found = camden.dates("2026-03-01", "2026-03-31")
    for value in (
        found,
        found.panels,
        found.panels[0].rows[0],
        camden.calendar_check("2026-01-01", "2026-12-31").findings,
    ):
        json.dumps(carepanel.to_json(value))
    case = camden.read_case(LATE)
    assert json.dumps(carepanel.to_json(case))


def test_what_is_no_result_is_refused_and_never_half_written():
    with pytest.raises(TypeError, match="`complex` is no part of a result"):
        carepanel.to_json({"x": 1j})
