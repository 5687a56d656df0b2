"""The README is true: its example's output is what the command prints, and its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.examples import ROOT

if TYPE_CHECKING:
    from pathlib import Path

README = ROOT / "README.md"
EXAMPLE = re.compile(r"```console\n\$ carepanel (.*)\n((?:.*\n)*?)```", re.MULTILINE)


def printed(arguments: str) -> str:
    found = subprocess.run(
        [sys.executable, "-m", "carepanel.cli.main", *shlex.split(arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "engine")},
        check=True,
    )
    return "".join(f"{line.rstrip()}\n" for line in found.stdout.splitlines())


def test_every_example_prints_what_the_readme_shows() -> None:
    written = README.read_text(encoding="utf-8")
    if os.environ.get("CAREPANEL_REGENERATE"):
        written = EXAMPLE.sub(lambda found: f"```console\n$ carepanel {found[1]}\n{printed(found[1])}```", written)
        README.write_text(written, encoding="utf-8")
    examples = EXAMPLE.findall(written)
    assert [arguments.split()[0] for arguments, _ in examples] == ["determine", "dates"]
    for arguments, shown in examples:
        assert shown == printed(arguments)


@pytest.mark.parametrize("page", [README, *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
