"""Standard input and output as shells hand them over: closed, full, narrow of alphabet, or with nobody at the end."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys

import pytest

from carepanel.cli.streams import standard_input, take_any_letter
from carepanel.errors import CannotRead
from tests.examples import ROOT

LATE = "examples/cases/camden/late_papers.yaml"
AT = "--at 2026-03-06T09:00"
RUN = f"{sys.executable} -m carepanel.cli.main"


def shell(line: str, **environment: str) -> tuple[int, bytes, str]:
    """What a line of bash exits with, and what it writes; `carepanel` is the command of this checkout."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace("carepanel", RUN)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "engine"), **environment},
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.decode()


CLOSED_INPUT = "carepanel: cannot read `standard input`: it is closed\n"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"carepanel obligations camden - {AT} <&-", CLOSED_INPUT),
        (f"carepanel determine camden - {AT} <&-", CLOSED_INPUT),
        (f"carepanel explain camden - {AT} <&-", CLOSED_INPUT),
        ("carepanel diff camden - <&-", CLOSED_INPUT),
        ("carepanel dates camden >&-", "carepanel: cannot write the result: standard output is closed\n"),
        ("carepanel --help >&-", "carepanel: cannot write the result: standard output is closed\n"),
        ("carepanel schema policy >/dev/full", "carepanel: cannot write the result: no space left on device\n"),
        ("carepanel --help >/dev/full", "carepanel: cannot write the result: no space left on device\n"),
        (
            f"carepanel obligations camden {LATE} {AT} --format csv >/dev/full",
            "carepanel: cannot write the result: no space left on device\n",
        ),
    ],
)
def test_what_cannot_be_read_or_written_is_said_in_one_line(line: str, says: str) -> None:
    assert shell(line) == (3, b"", says)


def test_standard_input_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _buffer: object) -> int:
            raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Failing())))
    with pytest.raises(CannotRead, match="cannot read `standard input`: it could not be read"):
        standard_input()


def test_a_check_of_closed_standard_input_says_so() -> None:
    code, out, err = shell("carepanel check - <&-")
    assert (code, out.decode().splitlines()[0], err) == (3, "cannot read `standard input`: it is closed", "")


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_the_code_is_right_even_where_no_message_can_be_written(closed: str) -> None:
    assert shell(f"carepanel determine camden nowhere.yaml {closed}")[0] == 3
    assert shell(f"carepanel determine camden {closed}")[0] == 2
    assert shell(f"carepanel determine camden {LATE} --reading x=y {closed}")[0] == 2


def test_a_message_about_a_file_whose_name_is_no_text_is_written() -> None:
    code, _, err = shell(r"""carepanel determine camden $'nowhere\xff.yaml'""")
    assert (code, "Traceback" in err, "cannot read `nowhere" in err) == (3, False, True)


HOLIDAYS = "carepanel dates camden --from 2027-12-27 --to 2028-01-04"


def test_letters_that_standard_output_cannot_hold_are_written_plainly() -> None:
    code, out, err = shell(HOLIDAYS, PYTHONIOENCODING="latin-1")
    assert (code, err) == (0, "")
    assert "New Year's Day" in out.decode("latin-1")


@pytest.mark.parametrize("encoding", ["latin-1", "iso8859-7", "cp037"])
def test_json_stays_json_in_any_alphabet(encoding: str) -> None:
    code, out, err = shell(f"{HOLIDAYS} --format json", PYTHONIOENCODING=encoding)
    assert (code, err) == (0, "")
    assert json.loads(out.decode(encoding))["policy"] == "camden/care_pathways_panel"


def test_a_letter_without_a_plainer_one_is_written_as_json_escapes_it() -> None:
    take_any_letter()
    assert (
        "caf\xe9 \u2019 \u0159 \U0001f600".encode("latin-1", "carepanel.plain") == b"caf\xe9 ' \\u0159 \\ud83d\\ude00"
    )


def test_help_is_readable_in_any_alphabet() -> None:
    code, out, err = shell("carepanel obligations --help", PYTHONIOENCODING="latin-1")
    assert (code, err) == (0, "")
    assert "POLICY CASE..." in out.decode("latin-1")


@pytest.mark.parametrize(
    "line",
    [
        # more than a pipe holds, so that the reader is surely gone before the end
        "carepanel dates camden --from 2024-01-01 --to 2030-01-01 --format json",
        f"carepanel determine camden {LATE} {AT} --format json",
        "carepanel --help",
    ],
)
def test_a_reader_that_has_gone_is_no_error(line: str) -> None:
    # `sleep` lets nobody be there when the first line is written
    assert shell(f"(sleep 0.1; {line}) | true") == (0, b"", "")


def test_a_reader_that_leaves_early_has_what_it_read() -> None:
    line = f"carepanel determine camden {LATE} {AT} --format json | head -c 10"
    assert shell(line) == (0, b'{\n  "polic', "")
