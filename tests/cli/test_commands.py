"""Each command with right and wrong arguments: what it prints, where, and the code it exits with."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from carepanel import resources
from carepanel.cli.main import COMMANDS, main
from tests.examples import AUTHORITIES, ROOT, questions

LATE = "examples/cases/camden/late_papers.yaml"
AT = ["--at", "2026-03-06T09:00"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of one command."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


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
    (["determine", "camden", "nowhere.yaml", *AT], 3, "cannot read `nowhere.yaml`"),
    (["determine", "camdon", LATE, *AT], 3, "did you mean `camden`?"),
    (["explain", "camden", LATE, "lodge_paper", *AT], 2, "did you mean `lodge_papers`?"),
    (["clauses", "nowhere.yaml"], 3, "cannot read `nowhere.yaml`"),
    (["diff", "camden", "nowhere.yaml"], 3, "cannot read `nowhere.yaml`"),
    (["schema", "polcy"], 2, "'polcy' is not one of"),
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
    assert max(len(line.rstrip("\r")) for line in lines) <= 60


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = (
        f"{sys.executable} -m carepanel.cli.main determine camden {LATE} {' '.join(AT)} --format json | head -c 10"
    )
    found = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "engine")},
        check=False,
    )
    assert (found.stdout, found.stderr) == (b'{\n  "polic', b"")
