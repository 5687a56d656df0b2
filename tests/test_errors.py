"""Exceptions compose their own messages, and survive the way back from another process."""

from __future__ import annotations

import pickle

import pytest

from carepanel import errors
from carepanel.diagnostics import Diagnostic
from carepanel.source import Position

MISSING = Diagnostic("fact-missing", "`case` is missing", Position("case.yaml", 1, 1), help="add it")
UNKNOWN = Diagnostic("fact-unknown", "no fact `child.aeg`", Position("case.yaml", 3, 5), clause="4.2")

MESSAGES = [
    (errors.PolicyInvalid([MISSING]), "case.yaml:1:1: error: `case` is missing; add it (fact-missing)"),
    (
        errors.CaseInvalid([MISSING, UNKNOWN]),
        (
            "case.yaml:1:1: error: `case` is missing; add it (fact-missing)\n"
            "case.yaml:3:5: error: no fact `child.aeg` [clause 4.2] (fact-unknown)"
        ),
    ),
    (
        errors.EnginesDisagree("camden/panel", ["homeless", "route"]),
        "the two engines disagree about `homeless`, `route` of `camden/panel`: nothing is determined",
    ),
    (errors.UnknownPolicy("camdem", ["camden", "wandsworth"]), "no policy `camdem`: did you mean `camden`?"),
    (
        errors.UnknownPolicy("x", ["camden", "wandsworth"]),
        "no policy `x`: the shipped policies are `camden`, `wandsworth`",
    ),
    (errors.UnknownPolicy("x", []), "no policy `x`: there are none"),
    (errors.UnknownReading("siblngs", ["siblings"]), "no reading `siblngs` in the policy: did you mean `siblings`?"),
    (errors.UnknownReading("x", ["siblings"]), "no reading `x` in the policy: its readings are `siblings`"),
    (errors.UnknownParty("chiar", ["chair"]), "no party `chiar` in the policy: did you mean `chair`?"),
    (
        errors.UnknownSubject("documnts", ["documents"]),
        "nothing called `documnts` to explain: did you mean `documents`?",
    ),
    (
        errors.UnknownOption("siblings", "x", ["one", "many"]),
        "no option `x` in the reading `siblings`: its options are `one`, `many`",
    ),
    (
        errors.UnknownResource("schemas/x.schema.json", []),
        "no file `schemas/x.schema.json` is shipped with carepanel: there are none",
    ),
    (errors.CannotRead("case.yaml", "no such file"), "cannot read `case.yaml`: no such file"),
    (
        errors.CannotReadCases([("a.yaml", "no such file"), ("b.yaml", "it is a folder")], [MISSING]),
        (
            "case.yaml:1:1: error: `case` is missing; add it (fact-missing)\n"
            "cannot read `a.yaml`: no such file\n"
            "cannot read `b.yaml`: it is a folder"
        ),
    ),
    (errors.CannotWrite("standard output is closed"), "cannot write the result: standard output is closed"),
    (errors.CannotDetermine("`at` has no time zone"), "cannot determine: `at` has no time zone"),
]


@pytest.mark.parametrize(("error", "message"), MESSAGES, ids=[type(error).__name__ for error, _ in MESSAGES])
def test_a_failure_composes_its_message(error, message):
    assert str(error) == message
    assert isinstance(error, errors.CarepanelError)


@pytest.mark.parametrize(("error", "message"), MESSAGES, ids=[type(error).__name__ for error, _ in MESSAGES])
def test_a_failure_survives_pickling(error, message):
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert str(back) == message
    assert vars(back) == vars(error)


def test_every_failure_has_its_row():
    classes = {
        value
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.CarepanelError) and not name.startswith("_")
    }
    assert classes - {errors.CarepanelError} == {type(error) for error, _ in MESSAGES}
