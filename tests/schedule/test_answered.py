"""What a case is answered, in words: every way in which a paper or an authorisation can stand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from carepanel.schedule.answered import _authorisation, _document, answered
from tests.examples import AUTHORITIES, policy, questions


@pytest.mark.parametrize(
    ("needed", "held", "late", "says"),
    [
        ("no", "yes", "no", "not needed"),
        ("not_known", "yes", "no", "whether it is needed is not known"),
        ("yes", "no", "yes", "missing"),
        ("yes", "not_known", "no", "whether it is in is not known"),
        ("yes", "yes", "yes", "late"),
        ("yes", "yes", "no", "in"),
        ("yes", "yes", "not_known", "in, whether in time is not known"),
    ],
)
def test_a_paper_stands_one_way(needed: str, held: str, late: str, says: str) -> None:
    item: Any = SimpleNamespace(needed=needed, held=held, late=late)
    assert _document(item) == says


@pytest.mark.parametrize(
    ("needed", "given", "out_of_order", "says"),
    [
        ("no", "yes", False, "not needed"),
        ("not_known", "yes", False, "whether it is needed is not known"),
        ("yes", "yes", True, "given"),
        ("yes", "not_known", False, "whether it is given is not known"),
        ("yes", "no", True, "given too soon"),
        ("yes", "no", False, "outstanding"),
    ],
)
def test_an_authorisation_stands_one_way(needed: str, given: str, out_of_order: bool, says: str) -> None:
    item: Any = SimpleNamespace(needed=needed, given=given, out_of_order=out_of_order)
    assert _authorisation(item) == says


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_answer_has_the_id_that_a_policy_gives_it(authority: str) -> None:
    asked = policy(authority)
    sections = ("eligibility", "kind", "route", "disposition", "documents", "authorisations")
    for question in questions(authority)[::9]:
        at, known_by, readings = question.at, question.known_by, question.readings
        found = asked.determine(question.case, at, known_by, readings=readings, second_opinion=False)
        answers = question.answers(asked)
        ids = [one.id for one in answered(found)]
        assert set(ids) == {name for name in answers if name.partition(".")[0] in sections}
        assert len(ids) == len(set(ids))
