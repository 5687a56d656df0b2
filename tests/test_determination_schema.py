"""A determination's JSON is what its published schema says, field for field."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from carepanel import resources, to_json
from carepanel.calendars.proof import ListRef
from carepanel.determine import determination as types
from tests.examples import AUTHORITIES, policy, questions

SCHEMA: dict[str, Any] = json.loads(json.dumps(dict(resources.schema("determination"))))


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_example_determination_fits_the_schema(authority: str) -> None:
    validator = Draft202012Validator(SCHEMA)
    for question in questions(authority):
        found = policy(authority).determine(
            question.case, question.at, question.known_by, readings=question.readings, second_opinion=False
        )
        assert [error.json_path for error in validator.iter_errors(to_json(found))] == []


def test_the_schema_names_every_field_of_every_type_and_no_other() -> None:
    described = {**SCHEMA["$defs"], "Determination": SCHEMA}
    for name, kind in {**vars(types), "ListRef": ListRef}.items():
        if is_dataclass(kind) and isinstance(kind, type):
            assert list(described[name]["properties"]) == [field.name for field in fields(kind)], name
            assert described[name]["required"] == list(described[name]["properties"]), name
            assert described[name]["additionalProperties"] is False, name


def test_the_promised_fields_are_there_in_their_order() -> None:
    promised = (
        "policy calendars case presentation at eligibility kind route meeting documents authorisations attendance disposition "
        "obligations not_known readings second_opinion trace"
    )
    assert [name for name in SCHEMA["properties"] if name != "known_by"] == promised.split()
    needed = {"id", "actor", "modality", "action", "trigger", "due", "status", "clause", "proof"}
    assert needed <= set(SCHEMA["$defs"]["Obligation"]["properties"])
