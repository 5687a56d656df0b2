"""The raw text: what is looked at before any parsing, and what is refused there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from carepanel.diagnostics import Diagnostic
from carepanel.source import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 256 * 1024

# Characters that look like a space, or break a line, and are neither to a YAML reader.
_FALSE_SPACES = "\x0b\x0c\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000"
# Characters that cannot be seen or that reorder what is seen: control characters, soft hyphens, zero-width and
# bidirectional marks, fillers, halves of characters, variation selectors, pasted bullets (private use), tags.
_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
_FALSE_SPACE = re.compile(f"[{_FALSE_SPACES}]")
_INVISIBLE = re.compile(f"[{_FALSE_SPACES}{_UNSEEN}]")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_NOTHING = re.compile(r"[ \t]*(?:#.*)?|\.\.\.[ \t]*")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS_UTF_8 = "save the file as UTF-8"


def decode(data: bytes, name: str) -> str | Diagnostic:
    """The text of a file, without a byte order mark, or the reason why it is not read."""
    start = Position(name, 1, 1)
    if len(data) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES} bytes"
        return Diagnostic("file-too-large", message, start, "split the file, or take out what does not belong in it")
    if data.startswith(_UTF_16) or b"\x00" in data[:4]:
        return Diagnostic("not-utf8", "the file is not in UTF-8, but perhaps in UTF-16", start, _SAVE_AS_UTF_8)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        return Diagnostic(
            "not-utf8", "the file is not in UTF-8 here", position(before, len(before), name), _SAVE_AS_UTF_8
        )


def position(text: str, index: int, name: str) -> Position:
    """Where the character at `index` stands."""
    lines = _LINE_BREAK.split(text[:index])
    return Position(name, len(lines), len(lines[-1]) + 1)


def invisible_characters(text: str, name: str, *, private: bool) -> Iterator[Diagnostic]:
    """The first invisible character of each line that has one, in comments too: they can hide what a line says."""
    for number, line in enumerate(_LINE_BREAK.split(text), 1):
        if found := _INVISIBLE.search(line):
            yield _invisible(found.group(), Position(name, number, found.start() + 1), private=private)


def invisible_escape(text: str, place: Position, *, private: bool) -> Diagnostic | None:
    """An invisible character that was written as an escape, if `text` holds one."""
    found = _INVISIBLE.search(text)
    return _invisible(found.group(), place, private=private) if found else None


def made_visible(text: str) -> str:
    """The same text, each character in its place, with stand-ins for the invisible ones, so that reading can go on."""
    return _INVISIBLE.sub("_", _FALSE_SPACE.sub(" ", text))


def directive(text: str, name: str) -> Diagnostic | None:
    """A YAML directive at the head of the text. It is looked for before parsing, as many of them are slow to parse."""
    for number, line in enumerate(_LINE_BREAK.split(text), 1):
        if line.startswith("%"):
            message = "a directive, a line that begins with `%`, is not allowed"
            return Diagnostic("directive-not-allowed", message, Position(name, number, 1), "take the line out")
        if not _NOTHING.fullmatch(line):
            break
    return None


def second_document(text: str, end: int, name: str) -> Diagnostic | None:
    """Anything but comments after the document, which ends at `end`. It is not parsed: it could be anything."""
    for line in re.finditer(r"[^\r\n]+", text[end:]):
        if not _NOTHING.fullmatch(line.group()):
            message = "something follows the end of the document, expected one document to a file"
            place = position(text, end + line.start(), name)
            return Diagnostic("one-document", message, place, "make it a file of its own")
    return None


def _invisible(character: str, place: Position, *, private: bool) -> Diagnostic:
    which = "" if private else f" (U+{ord(character):04X})"
    message = f"an invisible character or a false space{which} is not allowed"
    return Diagnostic("invisible-character", message, place, "take it out, or type an ordinary space")
