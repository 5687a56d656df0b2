"""Results as JSON values: the field names of the dataclasses are the field names of the published schemas.

What a command prints in a shape of its own, such as a timetable, has that shape here too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from importlib import import_module

from carepanel.calendars.instants import iso

_SHAPES = {
    "CalendarChange": ("carepanel.render.calendar_change", "plain"),
    "Moved": ("carepanel.render.calendar_change", "plain_move"),
    "Task": ("carepanel.render.work_list_text", "plain_task"),
    "Timetable": ("carepanel.render.timetable_plain", "plain"),
    "Walked": ("carepanel.render.calendar_check", "calendar_json"),
}
"""Class to where its shape is made, imported when it is first needed: a determination has no need of any."""


def to_json(value: object) -> object:
    """A result as plain JSON values: instants in local time with their offset, tuples as lists, no value as null.

    Every result becomes the values that its command prints with ``--format json``, and a part of one its own fields.
    Raises `TypeError` for what is no part of a result.
    """
    if is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        if name in _SHAPES:
            home, function = _SHAPES[name]
            return getattr(import_module(home), function)(value)
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    match value:
        case Enum():
            return value.name.lower()
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return iso(value)
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case Mapping():
            return {str(key): to_json(item) for key, item in value.items()}
        case tuple() | list():
            return [to_json(item) for item in value]
        case frozenset():
            return sorted(map(to_json, value), key=str)
        case _:
            raise TypeError(f"`{type(value).__name__}` is no part of a result")


def dumps(value: object) -> str:
    """A result as JSON text, two spaces to an indent, characters as they are."""
    return json.dumps(to_json(value), ensure_ascii=False, indent=2)
