"""A narrow terminal: no line is longer than it, unless a single word is."""

from __future__ import annotations

import re
import sys

import pytest

from carepanel.cli.main import main
from carepanel.render.layout import Page
from tests.examples import ROOT

LATE = "examples/cases/camden/late_papers.yaml"
AT = "--at 2026-03-06T09:00"
COMMANDS = [
    f"determine camden {LATE} {AT}",
    f"explain camden {LATE} {AT}",
    f"explain camden {LATE} meeting {AT}",
    f"obligations camden {LATE} {AT}",
    f"obligations camden {LATE} examples/cases/camden/not_put_forward.yaml {AT}",
    f"agenda camden {LATE} examples/cases/camden/not_put_forward.yaml {AT}",
    "dates camden --from 2026-03-30 --to 2026-04-13",
    "dates wandsworth --from 2026-03-30 --to 2026-04-13",
    "check --calendar 2026 camden wandsworth",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_longer_than_the_terminal(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for name, value in (("COLUMNS", "40"), ("TERM", "xterm"), ("NO_COLOR", "")):
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        main(command.split())
    shown = capsys.readouterr().out
    assert "\x1b[1m" in shown
    assert "\x1b[2m\x1b[0m" not in shown
    lines = [line.rstrip() for line in re.sub("\x1b\\[[0-9;]*m", "", shown).splitlines()]
    # a clause, an id or an address is one word and is never broken
    assert [line for line in lines if len(line) > 40 and len(line.split()) > 1] == []


def test_a_row_whose_label_leaves_no_room_has_its_words_below() -> None:
    rows = [("Thu 26 Mar 2026 12:00", "quiet", "the team must lodge papers"), ("no", "quiet", "nothing")]
    assert Page(40).rows(rows) == [
        "  Thu 26 Mar 2026 12:00\n    the team must lodge papers",
        "  no\n    nothing",
    ]


def test_a_label_longer_than_the_line_is_wrapped() -> None:
    assert Page(21).rows([("1. 13:00 a reference of a case", "quiet", "why")]) == [
        "  1. 13:00 a\n  reference of a case\n    why"
    ]


def test_rows_without_labels_hold_no_empty_colours() -> None:
    assert Page(40, styled=True).rows([("", "quiet", "nothing")]) == ["    nothing"]


def test_a_heading_is_wrapped_and_each_of_its_lines_styled() -> None:
    assert Page(20).heading("Readings: what the terms leave open") == "Readings: what the\nterms leave open"
    assert Page(20, styled=True).heading("Readings: what the terms") == "\x1b[1mReadings: what the\nterms\x1b[0m"
