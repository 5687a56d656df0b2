"""Faults: what the schema validator found, as plain data: which rule was broken, at which path, what was allowed.

The validator's own messages are never used: they quote values, and a value may be about a child. Where a value may
take one of several forms, the faults are those of the form the author most likely meant.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from jsonschema.exceptions import ValidationError

    from carepanel.text.document import Step

T = TypeVar("T")

# The kinds of value a document can hold, as an author calls them.
KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
}
_ABOUT_KEYS = ("missing-key", "unknown-key")


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule. `named` are the keys it speaks of, `allowed` the kinds, values or keys that would have done.

    `says` is the schema's own message for it, `meant` and `about` the title and description of what was expected.
    """

    code: str
    path: tuple[Step, ...]
    found: str = ""
    named: tuple[str, ...] = ()
    allowed: tuple[Any, ...] = ()
    limit: int = 0
    says: str = ""
    meant: str = ""
    about: str = ""


def kind_of(value: object) -> str:
    """What an author calls this kind of value."""
    kinds = {bool: "true or false", int: "a whole number", str: "text", list: "a list", dict: "a map"}
    return kinds.get(type(value), "something else")


def faults_of(error: ValidationError) -> tuple[Fault, ...]:
    """The faults behind one error of the validator."""
    if _is_about_a_key(error):
        return _key_form(error)
    return _READERS.get(str(error.validator), _not_allowed)(error) or _not_allowed(error)


def _fault(
    error: ValidationError,
    code: str,
    *,
    path: tuple[Step, ...] | None = None,
    named: tuple[str, ...] = (),
    allowed: tuple[Any, ...] = (),
    limit: int = 0,
) -> Fault:
    schema = error.schema if isinstance(error.schema, dict) else {}
    own = schema.get("patternErrorMessage", "") if error.validator == "pattern" else ""
    return Fault(
        code,
        tuple(error.absolute_path) if path is None else path,
        found=kind_of(error.instance),
        named=named,
        allowed=allowed,
        limit=limit,
        says=own or schema.get("errorMessage", ""),
        meant=schema.get("title", ""),
        about=schema.get("description", ""),
    )


# One reader for each keyword of the schema language.


def _wrong_type(error: ValidationError) -> tuple[Fault, ...]:
    types = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    allowed = _once(KINDS.get(str(name), str(name)) for name in types)
    needed = error.schema.get("required", ()) if isinstance(error.schema, dict) and types == ["object"] else ()
    return (_fault(error, "wrong-type", named=tuple(needed), allowed=allowed),)


def _not_one_of(error: ValidationError) -> tuple[Fault, ...]:
    values: Any = error.validator_value if error.validator == "enum" else [error.validator_value]
    if not values:
        return _not_allowed(error)
    allowed = (json.dumps(value) if isinstance(value, dict | list) else value for value in values)
    return (_fault(error, "not-one-of", allowed=tuple(allowed)),)


def _wrong_form(error: ValidationError) -> tuple[Fault, ...]:
    return (_fault(error, "wrong-form", allowed=(error.validator_value,)),)


def _missing(error: ValidationError) -> tuple[Fault, ...]:
    """All the missing keys: the validator has one error for each but does not say which it is."""
    wanted: Any = error.validator_value
    if isinstance(wanted, dict):
        wanted = [key for given, needed in wanted.items() if given in _keys(error) for key in needed]
    missing = [key for key in wanted if key not in _keys(error)]
    properties = _properties(error)
    return tuple(
        replace(_fault(error, "missing-key", named=(key,)), about=_description(properties.get(key))) for key in missing
    )


def _unknown(error: ValidationError) -> tuple[Fault, ...]:
    known = tuple(_properties(error))
    patterns = error.schema.get("patternProperties", {}) if isinstance(error.schema, dict) else {}
    unknown = (
        key for key in _keys(error) if key not in known and not any(re.search(pattern, key) for pattern in patterns)
    )
    return tuple(_fault(error, "unknown-key", named=(key,), allowed=known) for key in unknown)


def _limited(code: str) -> Callable[[ValidationError], tuple[Fault, ...]]:
    def reader(error: ValidationError) -> tuple[Fault, ...]:
        limit: Any = error.validator_value
        return (_fault(error, code, limit=limit if type(limit) is int else 0),)

    return reader


def _too_many_fixed(error: ValidationError) -> tuple[Fault, ...]:
    schema = error.schema if isinstance(error.schema, dict) else {}
    return (_fault(error, "too-many", limit=len(schema.get("prefixItems", ()))),)


def _repeated(error: ValidationError) -> tuple[Fault, ...]:
    return (_fault(error, "repeated-item"),)


def _not_allowed(error: ValidationError) -> tuple[Fault, ...]:
    return (_fault(error, "not-allowed"),)


def _is_about_a_key(error: ValidationError) -> bool:
    where = list(error.absolute_schema_path)
    return where[-2:-1] == ["propertyNames"] and where[-3:-2] != ["properties"]


def _key_form(error: ValidationError) -> tuple[Fault, ...]:
    *before, key = error.absolute_path
    if error.validator == "enum":
        values: Any = error.validator_value
        return (_fault(error, "unknown-key", path=tuple(before), named=(str(key),), allowed=tuple(values)),)
    return (_fault(error, "wrong-key", named=(str(key),)),)


# Several forms: which one was meant.


def _union(error: ValidationError) -> tuple[Fault, ...]:
    base = tuple(error.absolute_path)
    if not error.context:
        return (_fault(error, "ambiguous", named=_rival_keys(error)),)
    forms = _forms(error)
    matching = [form for form in forms if not any(_is_other_kind(fault, base) for fault in form)]
    if not matching:
        kinds = (kind for form in forms for fault in form for kind in _kinds_allowed(fault))
        return (_fault(error, "wrong-type", allowed=_once(kinds)),)
    outer = _fault(error, "")
    return tuple(_with_outer_message(fault, outer) for fault in _likeliest(matching, base))


def _forms(error: ValidationError) -> list[list[Fault]]:
    by_form = groupby(error.context, key=lambda e: e.relative_schema_path[0])
    return [list(_once(fault for each in errors for fault in faults_of(each))) for _, errors in by_form]


def _likeliest(forms: list[list[Fault]], base: tuple[Step, ...]) -> Sequence[Fault]:
    best = min(_distance(form, base) for form in forms)
    closest = [form for form in forms if _distance(form, base) == best]
    for code in ("not-one-of", "missing-key"):
        if all(any(fault.code == code and fault.path == base for fault in form) for form in closest):
            return _merged(closest, code, base)
    return closest[0]


def _distance(form: list[Fault], base: tuple[Step, ...]) -> tuple[int, int, int, int]:
    """How far a value is from a form: a tag that says otherwise, keys that do not belong, then how early it fails."""
    tags = sum(
        fault.code == "not-one-of" and len(fault.allowed) == 1 and len(fault.path) == len(base) + 1 for fault in form
    )
    keys = sum(fault.code in _ABOUT_KEYS and fault.path == base for fault in form)
    return tags, keys, -max(len(fault.path) for fault in form), len(form)


def _merged(forms: list[list[Fault]], code: str, base: tuple[Step, ...]) -> list[Fault]:
    """One fault for forms that are equally close: any of their values, or of their keys, would have done."""
    if len(forms) == 1:
        return forms[0]
    same = [fault for form in forms for fault in form if fault.code == code and fault.path == base]
    one = replace(
        same[0],
        named=_once(key for fault in same for key in fault.named),
        allowed=_once(value for fault in same for value in fault.allowed),
        about="",
    )
    return [one, *_unknown_to_all(forms, base)]


def _unknown_to_all(forms: list[list[Fault]], base: tuple[Step, ...]) -> Iterable[Fault]:
    unknown = [[fault for fault in form if fault.code == "unknown-key" and fault.path == base] for form in forms]
    allowed = _once(key for form in unknown for fault in form for key in fault.allowed)
    for fault in unknown[0]:
        if all(any(other.named == fault.named for other in form) for form in unknown):
            yield replace(fault, allowed=allowed)


def _with_outer_message(fault: Fault, outer: Fault) -> Fault:
    """The message of the whole union speaks for a fault of its own place that no inner message speaks for."""
    if fault.says or fault.path != outer.path or fault.code in _ABOUT_KEYS:
        return fault
    return replace(fault, says=outer.says, meant=fault.meant or outer.meant, about=fault.about or outer.about)


def _is_other_kind(fault: Fault, base: tuple[Step, ...]) -> bool:
    return fault.path == base and fault.found not in (_kinds_allowed(fault) or (fault.found,))


def _kinds_allowed(fault: Fault) -> tuple[str, ...]:
    if fault.code == "wrong-type":
        return fault.allowed
    return _once(kind_of(value) for value in fault.allowed) if fault.code == "not-one-of" else ()


def _rival_keys(error: ValidationError) -> tuple[str, ...]:
    """The keys of the map that each ask for a form of their own."""
    forms: Any = error.validator_value
    keys = (key for form in forms if isinstance(form, dict) for key in form.get("required", ()))
    return _once(key for key in keys if key in _keys(error))


# Small readers of an error.


def _keys(error: ValidationError) -> Iterable[str]:
    return error.instance.keys() if isinstance(error.instance, dict) else ()


def _properties(error: ValidationError) -> dict[str, Any]:
    return error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}


def _description(schema: object) -> str:
    """The description of a part of a schema, or the part that it points to and that holds it."""
    return str(schema.get("description", "") or schema.get("$ref", "")) if isinstance(schema, dict) else ""


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


_READERS: dict[str, Callable[[ValidationError], tuple[Fault, ...]]] = {
    "type": _wrong_type,
    "enum": _not_one_of,
    "const": _not_one_of,
    "pattern": _wrong_form,
    "required": _missing,
    "dependentRequired": _missing,
    "additionalProperties": _unknown,
    "items": _too_many_fixed,
    "minItems": _limited("too-few"),
    "minProperties": _limited("too-few"),
    "maxItems": _limited("too-many"),
    "maxProperties": _limited("too-many"),
    "minLength": _limited("too-short"),
    "maxLength": _limited("too-long"),
    "minimum": _limited("too-small"),
    "maximum": _limited("too-large"),
    "uniqueItems": _repeated,
    "anyOf": _union,
    "oneOf": _union,
}
