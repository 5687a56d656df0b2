"""Results as JSON values: the field names of the dataclasses are the field names of the published schemas."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time

from carepanel.calendars.instants import iso


def to_json(value: object) -> object:
    """A result as plain JSON values: instants in local time with their offset, tuples as lists, no value as null."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    match value:
        case datetime():
            return iso(value)
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case dict():
            return {key: to_json(item) for key, item in value.items()}
        case tuple() | list():
            return [to_json(item) for item in value]
        case _:
            return value


def dumps(value: object) -> str:
    """A result as JSON text, two spaces to an indent, characters as they are."""
    return json.dumps(to_json(value), ensure_ascii=False, indent=2)
