"""Syntax: what the YAML parser trips over, in words for somebody who has never heard of a token.

The parser is libyaml; its own phrases are matched by what they contain, and an unknown one gets the general words.
None of its phrases is ever passed on, because a phrase may quote the file.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saying:
    """A syntax error in plain words. `at_start` points at where the broken thing began, not at where it broke off."""

    message: str
    help: str = ""
    code: str = "syntax"
    at_start: bool = False


TAB = Saying("a tab stands where spaces are expected", "indent with spaces; an editor can convert the tabs of a file")
_GENERAL = Saying(
    "this cannot be read as YAML", "look for a missing quotation mark, colon or bracket, here or just above"
)
_QUOTE_TEXT = "put the text in quotation marks"

# Looked up in order: the first phrase found in the parser's own words speaks.
_SAYINGS = (
    ("tab character", TAB),
    (
        "while scanning a quoted scalar: found unexpected",
        Saying("a quotation mark is opened and never closed", "close it, or leave both marks out", at_start=True),
    ),
    (
        "mapping values are not allowed",
        Saying(
            "a colon stands where no key may stand",
            "put text that holds a colon and a space in quotation marks, and check that the keys of a map line up",
        ),
    ),
    (
        "could not find expected ':'",
        Saying(
            "this line has no colon, expected `key: value`", "add the colon, or indent text that runs on", at_start=True
        ),
    ),
    (
        "did not find expected ',' or ']'",
        Saying("a comma or a closing `]` is missing from a list in brackets", "close the bracket, or add the comma"),
    ),
    (
        "did not find expected ',' or '}'",
        Saying("a comma or a closing `}` is missing from a map in braces", "close the brace, or add the comma"),
    ),
    (
        "did not find expected key",
        Saying(
            "this does not line up with the keys above, or stands after a closing quotation mark",
            "give the keys of one map the same indentation, and put a whole text, not a part of it, in quotation marks",
        ),
    ),
    (
        "did not find expected '-' indicator",
        Saying("this does not belong to the list above it", "start each item with `- ` in the same column"),
    ),
    (
        "block sequence entries are not allowed",
        Saying("a list item stands where no list may start", "start the list on a line of its own, below its key"),
    ),
    ("did not find expected node content", Saying("a value is missing here", "write the value, or take a comma away")),
    (
        "cannot start any token",
        Saying("this character cannot begin a value outside quotation marks", _QUOTE_TEXT),
    ),
    (
        "did not find expected alphabetic or numeric character",
        Saying("a value that begins with `*` or `&` has a special meaning in YAML, which is not allowed", _QUOTE_TEXT),
    ),
    (
        "Unicode character escape code",
        Saying("an escape such as `\\ud83d` is half a character", "write the character itself, not two escapes"),
    ),
    (
        "unknown escape character",
        Saying("a backslash inside double quotation marks starts an unknown escape", "write two backslashes for one"),
    ),
    (
        "hexdecimal number",
        Saying("an escape inside double quotation marks is cut short", "write two backslashes for one"),
    ),
    ("tag", Saying("a tag, which begins with `!`, is not allowed", _QUOTE_TEXT, code="tag-not-allowed")),
    ("<document start>", Saying("there is more text after the end of the map", "one file holds one map")),
)


def in_plain_words(context: str, problem: str) -> Saying:
    """What to say when the parser, busy with `context`, met `problem`."""
    heard = f"{context}: {problem}"
    return next((saying for phrase, saying in _SAYINGS if phrase in heard), _GENERAL)
