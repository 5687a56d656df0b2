"""The command: names and paths in, changes out, and what its exit code says."""

from __future__ import annotations

import json

import pytest

from carepanel.cli.main import main
from tests.compare.policies import DATA

OLD, NEW = (str(DATA / "cut_off_moved" / f"{name}.yaml") for name in ("old", "new"))


def _run(*arguments):
    with pytest.raises(SystemExit) as ended:
        main(["diff", *arguments])
    return ended.value.code


def test_changes_are_told_and_are_no_failure(capsys):
    assert _run(OLD, NEW) == 0
    assert "The cut-off moves from" in capsys.readouterr().out


@pytest.mark.parametrize(("new", "code"), [(OLD, 0), (NEW, 1)])
def test_the_exit_code_says_whether_there_are_changes_when_asked(new, code, capsys):
    assert _run(OLD, new, "--exit-code") == code
    assert capsys.readouterr().err == ""


def test_json_is_for_programs(capsys):
    assert _run(OLD, NEW, "--format", "json") == 0
    assert [change["id"] for change in json.loads(capsys.readouterr().out)["changes"]] == ["panel.cut_off"]


def test_a_shipped_policy_goes_by_its_name(capsys):
    assert _run("camden", "camden") == 0
    assert capsys.readouterr().out.endswith("\nno change\n")


def test_a_policy_with_errors_is_not_compared(tmp_path, capsys):
    broken = tmp_path / "broken.yaml"
    broken.write_text("policy: anytown/care_panel\n", encoding="utf-8")
    assert _run(OLD, str(broken)) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "broken.yaml:1:1" in told.err


@pytest.mark.parametrize("name", ["nowhere.yaml", "camdem"])
def test_a_policy_that_is_not_there_cannot_be_compared(name, capsys):
    assert _run("camden", name) == 3
    assert name in capsys.readouterr().err
