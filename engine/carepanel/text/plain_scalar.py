"""Plain scalars: what a value written without quotation marks means, in the core of YAML 1.2 and nothing beyond it.

``true``, ``false`` and plain decimal whole numbers mean themselves. Whatever YAML readers, or people, read in more
than one way is refused, with the reason; everything else is text. So ``12:00`` and ``2014-05-12`` are text, and ``no``,
which half of the readers in use take for ``false``, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason for refusing a plain scalar. `reads_as` ends the sentence that begins with the scalar.

    `instead` is what to write where it was not meant as text.
    """

    code: str
    reads_as: str
    instead: str = ""


_BOOLEANS = {"true": True, "false": False}
# Fifteen digits: what every JSON reader holds exactly.
_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_TWO_WAYS = "is text to some programs, and true or false to others"
_REFUSALS = (
    (
        re.compile(r"~|null|Null|NULL"),
        Refusal("null-value", "means no value, expected one"),
    ),
    (
        re.compile(r"True|TRUE|False|FALSE"),
        Refusal("ambiguous-boolean", _TWO_WAYS, "write `true` or `false` in small letters"),
    ),
    (
        # What YAML 1.1 takes for a truth value, and most programs still do.
        re.compile(r"[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"),
        Refusal("ambiguous-boolean", _TWO_WAYS, "write `true` or `false`"),
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
