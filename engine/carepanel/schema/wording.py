"""Wording: what a fault says to the author: what was found, what was expected, and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from carepanel.diagnostics import did_you_mean
from carepanel.schema.fault import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carepanel.schema.fault import Fault
    from carepanel.text.document import Plain

_MAX_SHOWN = 60
_SWITCHES = ("yes", "no", "on", "off", "y", "n", "true", "false")


def message(fault: Fault, value: Plain, *, private: bool) -> str:
    """What was found and what was expected. In private nothing of `value` is repeated, nor a key the schema lacks."""
    if fault.code == "missing-key":
        return fault.says or _missing(fault)
    if fault.code in ("unknown-key", "wrong-key"):
        return "a key that is not allowed here" if private else f"the key `{fault.named[0]}` is not allowed here"
    if fault.says and fault.code in _SAID_ALONE:
        return fault.says
    return _found(fault, value, private=private)


def help_for(fault: Fault, value: Plain, *, private: bool) -> str:
    """What to do about it, as far as that can be told: what was nearly written, or else the schema's own words."""
    if fault.code == "unknown-key":
        return did_you_mean(fault.named[0], fault.allowed) or _keys_allowed(fault)
    if fault.code in _SAID_ALONE:
        return "" if fault.says else _sentence(fault.about)
    if fault.code == "not-one-of" and isinstance(value, str) and not private:
        meant = did_you_mean(value, (each for each in fault.allowed if isinstance(each, str)))
        return meant or fault.says or _sentence(fault.about)
    return fault.says or _form_help(fault, value) or _sentence(fault.about)


# What nothing was found for: the schema's own words say it all.
_SAID_ALONE = ("missing-key", "not-allowed", "ambiguous", "repeated-item")


def _found(fault: Fault, value: Plain, *, private: bool) -> str:
    if fault.says:
        return _what_is_wrong(fault, value, private=private)
    expected = f", expected {_expected(fault)}" if _expected(fault) else ""
    return f"{_what_is_wrong(fault, value, private=private)}{expected}"


def _what_is_wrong(fault: Fault, value: Plain, *, private: bool) -> str:
    if fault.code == "ambiguous" and not fault.named:
        return "this fits more than one of the forms allowed here"
    if fault.code in _WRONG:
        return _WRONG[fault.code]
    if isinstance(value, bool) and fault.code == "wrong-type" and not private:
        return f"found `{_shown(value)}`"
    return _hidden(fault, value) if private or isinstance(value, dict | list | bool) else _seen(fault, value)


_WRONG = {
    "ambiguous": "more than one is given",
    "not-allowed": "this is not allowed here",
    "repeated-item": "this item is already in the list",
}
_FORM = "does not have the right form"


def _hidden(fault: Fault, value: Plain) -> str:
    """What is wrong, told by the kind of value alone."""
    if fault.code == "wrong-form":
        return f"the text {_FORM}"
    if fault.code == "wrong-type":
        return f"found {kind_of(value)}"
    return _measured(fault, value)


def _seen(fault: Fault, value: Plain) -> str:
    """What is wrong, with the author's own words."""
    endings = {
        "wrong-form": _FORM,
        "wrong-type": f"is {kind_of(value)}",
        "not-one-of": "is not one of the values allowed",
    }
    ending = "cannot stand here" if fault.says and fault.code == "wrong-form" else endings.get(fault.code)
    return f"`{_shown(value)}` {ending}" if ending else _measured(fault, value)


def _measured(fault: Fault, value: Plain) -> str:
    if fault.code == "not-one-of":
        return "the value is not one of those allowed"
    if value == "" and fault.code == "too-short":
        return "the text is empty"
    subject = {"a list": "the list", "a map": "the map", "text": "the text"}.get(kind_of(value), "the number")
    return f"{subject} {_MEASURES[fault.code]}" if fault.code in _MEASURES else "this is not allowed here"


_MEASURES = {
    "too-few": "has too few entries",
    "too-many": "has too many entries",
    "too-short": "is too short",
    "too-long": "is too long",
    "too-small": "is too small",
    "too-large": "is too large",
}


def _expected(fault: Fault) -> str:
    if fault.code == "wrong-type":
        return _either(fault.allowed)
    if fault.code == "wrong-form":
        return fault.meant or f"the pattern `{fault.allowed[0]}`"
    if fault.code == "ambiguous" and fault.named:
        return f"only one of {_either(f'`{key}`' for key in fault.named)}"
    if fault.code == "not-one-of":
        return _either(f"`{_shown(each)}`" for each in fault.allowed)
    return _LIMITS[fault.code].format(fault.limit) if fault.code in _LIMITS else fault.meant


_LIMITS = {
    "too-few": "at least {}",
    "too-many": "at most {}",
    "too-short": "at least {} characters",
    "too-long": "at most {} characters",
    "too-small": "at least {}",
    "too-large": "at most {}",
}


def _missing(fault: Fault) -> str:
    if len(fault.named) == 1:
        return f"the key `{fault.named[0]}` is missing"
    return f"one of the keys {_either(f'`{key}`' for key in fault.named)} is missing"


def _keys_allowed(fault: Fault) -> str:
    return f"the keys allowed here are {_list(f'`{key}`' for key in fault.allowed)}" if fault.allowed else ""


def _form_help(fault: Fault, value: Plain) -> str:
    if fault.code != "wrong-type":
        return ""
    if fault.named:
        return f"write a map with {_list(f'`{key}`' for key in fault.named)}"
    if "text" in fault.allowed and type(value) in (int, bool):
        return "put it in quotes"
    if "a whole number" in fault.allowed and isinstance(value, str) and value.isdecimal():
        return "take the quotes away"
    if "true or false" in fault.allowed and isinstance(value, str) and value.lower() in _SWITCHES:
        return "write `true` or `false`, without quotes"
    return ""


def _sentence(description: str) -> str:
    words = description.strip().partition(". ")[0].removesuffix(".")
    return words[:1].lower() + words[1:]


def _either(words: Iterable[str]) -> str:
    *before, last = [*words] or [""]
    return f"{', '.join(before)} or {last}" if before else last


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


def _shown(value: Plain) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    line = text.replace("`", "'").replace("\n", " ")
    return line if len(line) <= _MAX_SHOWN else f"{line[: _MAX_SHOWN - 3]}..."
