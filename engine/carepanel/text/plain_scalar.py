"""Plain scalars: what a value written without quotation marks means, in the core of YAML 1.2 and nothing beyond it.

``true``, ``false`` and plain decimal whole numbers mean themselves. Whatever YAML readers, or people, read in more
than one way is refused, with the reason; everything else is text. So ``12:00``, ``no`` and ``2014-05-12`` are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason for refusing a plain scalar. `reads_as` ends the sentence that begins with the scalar."""

    code: str
    reads_as: str


_BOOLEANS = {"true": True, "false": False}
# Fifteen digits: what every JSON reader holds exactly.
_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_REFUSALS = (
    (
        re.compile(r"~|null|Null|NULL"),
        Refusal("null-value", "means no value, expected one"),
    ),
    (
        re.compile(r"True|TRUE|False|FALSE"),
        Refusal("ambiguous-boolean", "may be text or a truth value, expected `true` or `false` in small letters"),
    ),
    (
        re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)"),
        Refusal("number-with-fraction", "reads as a number with a fraction, expected a whole number or text"),
    ),
    (
        re.compile(r"[-+]?[0-9]+"),
        Refusal("ambiguous-number", "has a leading zero, a sign or over 15 digits, expected a plain whole number"),
    ),
    (
        re.compile(r"[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[oO][0-7_]+|[-+]?0[bB][01_]+"),
        Refusal("ambiguous-number", "reads as a number in another base, expected a plain whole number"),
    ),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?|[-+]?\.[0-9][0-9_]*"),
        Refusal("ambiguous-number", "has an underscore among its digits, expected a plain whole number"),
    ),
    (
        re.compile(r"[-+]?(?:[0-9][0-9_]*+(?:\.[0-9_]*+)?|\.[0-9_]++)[eE][-+]?[0-9]+"),
        Refusal("ambiguous-number", "reads as a number with an exponent, expected a plain whole number"),
    ),
    (
        re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"),
        Refusal("ambiguous-number", "reads as infinity or as not a number, expected a plain whole number"),
    ),
)


def resolve(text: str) -> str | int | bool | Refusal:
    """The meaning of a plain scalar, or the reason for refusing it."""
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    return next((refusal for form, refusal in _REFUSALS if form.fullmatch(text)), text)
