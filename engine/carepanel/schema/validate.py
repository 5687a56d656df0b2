"""The shape check: a document against a JSON Schema, each problem at its own line and under its own clause.

The schema may carry its own words, in the keywords that editors read too: `errorMessage` and `patternErrorMessage`
replace ours, `title` names what was expected and `description` is the help.

The schemas are ours, never a user's, and nothing is fetched for them. Formats are not checked here: dates and times
are read, and refused, by the types that hold them.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from carepanel.diagnostics import Diagnostic, did_you_mean, in_order
from carepanel.schema.fault import faults_of
from carepanel.schema.wording import help_for, message
from carepanel.text.document import Mapping, Scalar, Sequence, at_path, key_position, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema.exceptions import ValidationError

    from carepanel.schema.fault import Fault
    from carepanel.source import Position
    from carepanel.text.document import Node, Plain, Step

MAX_PROBLEMS = 100

_Validator = Any  # a class that is made, as extending one makes it, has no type

# An end of text that a regular expression of the schema language means and Python's does not: Python's `$` also
# matches before a last line break.
_END = re.compile(r"(?<!\\)\$\Z")


def check(document: Mapping, schema: dict[str, Any], *, private: bool = False) -> tuple[Diagnostic, ...]:
    """All the problems of `document` under `schema`, in the order of the file; of very many, the first hundred.

    In private no message repeats a value, or a key that the schema does not know.
    """
    errors = _validator(schema).iter_errors(plain(document))
    faults = _each_once(fault for error in islice(errors, MAX_PROBLEMS) for fault in faults_of(error))
    told = (_described(fault, schema) for fault in islice(faults, MAX_PROBLEMS))
    problems = in_order(_diagnostic(document, fault, private=private) for fault in told)
    return problems if len(problems) < MAX_PROBLEMS else (*problems, _too_many(problems[-1].position))


def _each_once(found: Iterable[Fault]) -> Iterator[Fault]:
    """The faults without repeats, and without the missing key that a key nearly so called was meant to be."""
    faults = dict.fromkeys(found)
    unknown = [fault for fault in faults if fault.code == "unknown-key"]
    for fault in faults:
        meant = (u for u in unknown if u.path == fault.path and did_you_mean(u.named[0], fault.named))
        if fault.code != "missing-key" or not any(meant):
            yield fault


def _described(fault: Fault, schema: dict[str, Any]) -> Fault:
    """The fault with the description that its own part of the schema only points to."""
    if not fault.about.startswith(_POINTER):
        return fault
    pointed = schema.get("$defs", {}).get(fault.about.removeprefix(_POINTER), {})
    return replace(fault, about=str(pointed.get("description", "")))


_POINTER = "#/$defs/"


def _diagnostic(document: Mapping, fault: Fault, *, private: bool) -> Diagnostic:
    value = plain(at_path(document, fault.path))
    return Diagnostic(
        fault.code,
        message(fault, value, private=private),
        _position(document, fault),
        help_for(fault, value, private=private),
        clause="" if private else _clause(document, fault.path),
    )


def _too_many(position: Position) -> Diagnostic:
    return Diagnostic("too-many-problems", f"the first {MAX_PROBLEMS} problems are listed", position)


def _position(document: Mapping, fault: Fault) -> Position:
    if fault.code == "unknown-key":
        return key_position(document, (*fault.path, fault.named[0]))
    if fault.code in _SHOWN_AT_KEY:
        return key_position(document, fault.path)
    return at_path(document, fault.path).position


_SHOWN_AT_KEY = ("ambiguous", "missing-key", "not-allowed", "wrong-key")


def _clause(document: Mapping, path: tuple[Step, ...]) -> str:
    """The clause that the innermost rule around this path cites; the first one, where it cites several."""
    around = (at_path(document, path[:length]) for length in range(len(path), -1, -1))
    return next((cited for node in around if (cited := _cited(node))), "")


def _cited(node: Node) -> str:
    clause = node.get("clause") if isinstance(node, Mapping) else None
    if isinstance(clause, Sequence) and clause.items:
        clause = clause.items[0]
    return clause.value if isinstance(clause, Scalar) and isinstance(clause.value, str) else ""


# The validator. Imported where it is used: importing it takes longer than checking a policy.


def _validator(schema: dict[str, Any]) -> _Validator:
    from referencing import Registry

    # An empty registry retrieves nothing; the default one would fetch a `$ref` from the network or the disk.
    return _validator_class()(schema, registry=Registry())


@cache
def _validator_class() -> _Validator:
    from jsonschema import Draft202012Validator, validators

    own = {
        "pattern": _pattern,
        "properties": _properties,
        "propertyNames": _property_names,
        "uniqueItems": _unique_items,
    }
    extend: Any = validators.extend  # untyped
    return extend(Draft202012Validator, own)


def _pattern(validator: _Validator, pattern: str, instance: object, _: object) -> Iterator[ValidationError]:
    r"""As in an editor: `$` is the very end, and `\d` and `\w` are ASCII."""
    if validator.is_type(instance, "string") and not re.search(_END.sub(r"\\Z", pattern), str(instance), re.ASCII):
        yield _error()


def _properties(validator: _Validator, properties: Plain, instance: Plain, _: object) -> Iterator[ValidationError]:
    """As the validator's own, which loses the place of a key that is ruled out by ``false``."""
    for key in properties if validator.is_type(instance, "object") else ():
        if key in instance:
            schema = {"not": {}} if properties[key] is False else properties[key]
            yield from validator.descend(instance[key], schema, path=key, schema_path=key)


def _property_names(validator: _Validator, names: object, instance: Plain, _: object) -> Iterator[ValidationError]:
    """As the validator's own, but saying which key it was."""
    if validator.is_type(instance, "object"):
        for key in instance:
            yield from validator.descend(instance=key, schema=names, path=key)


def _unique_items(validator: _Validator, unique: object, instance: Plain, _: object) -> Iterator[ValidationError]:
    """As the validator's own, but in linear time, and saying which item is the repeated one."""
    if unique and validator.is_type(instance, "array"):
        seen: set[str] = set()
        for index, item in enumerate(instance):
            written = json.dumps(item, sort_keys=True)
            if written in seen:
                yield _error(index)
            seen.add(written)


def _error(*path: Step) -> ValidationError:
    from jsonschema.exceptions import ValidationError

    return ValidationError("", path=path)
