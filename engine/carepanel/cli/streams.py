"""Standard input, output and error as a shell hands them over: closed, full, or without the letters that are needed."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from carepanel.loading import Source

PLAIN = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": "..."}
"""What stands for a letter of printed text where an alphabet does not have it."""
_NAME = "carepanel.plain"


def standard_input() -> Source:
    """What comes by standard input, at most the size that we read and one byte more. Raises `CannotRead`."""
    from carepanel.errors import CannotRead
    from carepanel.loading import Source
    from carepanel.text.raw import MAX_BYTES

    if sys.stdin is None:
        raise CannotRead("standard input", "it is closed")
    try:
        return Source("standard input", sys.stdin.buffer.read(MAX_BYTES + 1))
    except OSError:
        raise CannotRead("standard input", "it could not be read") from None


def take_any_letter() -> None:
    """Let standard output and error take every letter, whatever their alphabet: what it lacks is written plainly."""
    codecs.register_error(_NAME, _plainly)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_NAME)


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Letters that cannot be encoded, written with those that can: as JSON escapes them, so that JSON stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(PLAIN.get(letter) or _escaped(letter) for letter in letters), error.end


def _escaped(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def flushed(stream: TextIO | None) -> bool:
    """Whether all that was written to a stream has gone where it should."""
    if stream is None:
        return True
    try:
        stream.flush()
    except OSError:
        return False
    return True


def give_up(stream: TextIO) -> None:
    """Let what is left in a stream go nowhere."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
