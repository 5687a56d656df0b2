"""A policy's file read as plain values, and what it says under every option of the readings that a value rests on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

POLICIES = Path(__file__).parents[2] / "policies"


@cache
def plain(authority):
    return yaml.load((POLICIES / f"{authority}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


def under_every_option(authority, value):
    """Each choice of options that a value rests on, with the value under it: every combination of them."""
    readings = plain(authority)["readings"]
    waiting = [{}]
    while waiting:
        choices = waiting.pop()
        try:
            yield choices, settled(value, choices)
        except KeyError as unread:
            name = unread.args[0]
            waiting += [{**choices, name: option} for option in readings[name]["options"]]


def settled(value, choices):
    """The value under these options. Raises KeyError with the name of a reading that is not among them."""
    match value:
        case {"reading": name, **rest}:
            option = choices[name]
            return settled(rest.get("values", {}).get(option, option), choices)
        case dict():
            return {key: settled(inner, choices) for key, inner in value.items()}
        case list():
            return [settled(inner, choices) for inner in value]
        case _:
            return value


def chosen(authority):
    return {name: reading["chosen"] for name, reading in plain(authority)["readings"].items()}
