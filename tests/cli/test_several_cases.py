"""Commands that take several cases: everything wrong with any of them is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

LATE = "examples/cases/camden/late_papers.yaml"
AT = ["--at", "2026-03-06T09:00"]


def test_everything_wrong_with_several_cases_is_told_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "case.yaml"
    broken.write_text("case: X-1\nfacts: {child.looked_after: Zebulon}\n", encoding="utf-8")
    for command in ("obligations", "agenda"):
        code, out, err = run(capsys, command, "camden", "one.yaml", str(broken), LATE, "two.yaml", *AT)
        assert (code, out) == (3, "")
        assert "Zebulon" not in err
        assert [line for line in err.splitlines() if not line.startswith(str(broken))] == [
            "1 error, 0 warnings",
            "carepanel: cannot read `one.yaml`: there is no such file",
            "carepanel: cannot read `two.yaml`: there is no such file",
        ]


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("obligations", "POLICY CASE…"),
        ("agenda", "POLICY CASE…"),
        ("dates", "POLICY [CASE…]"),
        ("determine", "POLICY CASE"),
        ("explain", "POLICY CASE [WHAT]"),
    ],
)
def test_help_names_cases_the_same_way_everywhere(capsys: pytest.CaptureFixture[str], command: str, shown: str) -> None:
    _, out, _ = run(capsys, command, "--help")
    assert out.splitlines()[0] == f"Usage: carepanel {command} [OPTIONS] {shown}"
    assert "CASEs" not in out
