"""docs/api.md is true: its examples run and give what it shows, and the fields it names are those that are printed."""

from __future__ import annotations

import doctest
import json
import re

import pytest

import carepanel
from carepanel.cli.main import main
from tests.examples import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
PROCLAIMED = ('  "2026-04-03"', '  "2026-03-09": A day proclaimed\n  "2026-04-03"')
LATE = "examples/cases/camden/late_papers.yaml"
AT = ("--at", "2026-03-06T09:00")
DAYS = ("--from", "2026-03-01", "--to", "2026-03-31")
COMMANDS = {
    "obligations": [("obligations", "camden", LATE, *AT)],
    "dates": [("dates", "camden", *DAYS)],
    "dates --calendar-change": [("dates", "camden", LATE, *DAYS, "--calendar-change", "NEW")],
    "agenda": [("agenda", "camden", LATE, *AT)],
    "check": [
        ("check", "--calendar", "2026", "camden"),
        ("check", "nowhere.yaml", "tests/data/policies/bad/unknown-fact.yaml"),
    ],
    "explain": [("explain", "camden", "examples/cases/camden/not_put_forward.yaml", *AT)],
}


def test_every_example_gives_what_the_page_shows(monkeypatch):
    monkeypatch.chdir(ROOT)
    examples = "".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "api.md", "docs/api.md", 0)
    told = []
    done = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert (done.failed, done.attempted > 25) == (0, True), "".join(told)


def paths(value, path=""):
    """Where each field of plain values stands: ``items[].case``."""
    if isinstance(value, dict):
        for name, inner in value.items():
            own = f"{path}.{name}" if path else name
            yield own
            yield from paths(inner, own)
    elif isinstance(value, list):
        if path:
            yield f"{path}[]"
        for inner in value:
            yield from paths(inner, f"{path}[]" if path else "")


def documented(command):
    section = PAGE.partition(f"### `carepanel {command}`\n")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| (`[^|]*`) \|", section, re.MULTILINE)
    return {field for row in rows for field in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_field_that_the_page_names_is_printed(command, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    calendar = (ROOT / "policies" / "shared" / "england_and_wales.yaml").read_text(encoding="utf-8")
    new = tmp_path / "new.yaml"
    new.write_text(calendar.replace('version: "1"', 'version: "2"').replace(*PROCLAIMED), encoding="utf-8")
    printed = set()
    for arguments in COMMANDS[command]:
        with pytest.raises(SystemExit):
            main([str(new) if word == "NEW" else word for word in (*arguments, "--format", "json")])
        printed |= set(paths(json.loads(capsys.readouterr().out)))
    named = documented(command)
    assert named
    assert named - printed == set()


def test_every_public_result_and_failure_is_on_the_page():
    parts = {"Diagnostic", "Event", "ProofStep"}
    named = set(re.findall(r"`(?:carepanel\.)?(\w+)s?`", PAGE)) | set(re.findall(r"`(?:carepanel\.)?(\w+)[`(]", PAGE))
    assert set(carepanel.__all__) - parts - named == set()
