"""Every worked example comes out as it was worked out by hand, by both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from carepanel.backends import durable
from tests.examples import AUTHORITIES, EXAMPLES, differences, policy, questions

if TYPE_CHECKING:
    from tests.examples import Question

ALL = [question for authority in AUTHORITIES for question in questions(authority)]


@pytest.mark.parametrize("question", ALL, ids=str)
def test_a_case_is_determined_as_worked_out_by_hand(question: Question) -> None:
    asked = policy(question.authority)
    determination = asked.determine(question.case, question.at, question.known_by, readings=question.readings)
    not_known = {item.name for item in determination.not_known}
    assert differences(question.expect, question.answers(asked), not_known) == []
    assert determination.second_opinion.taken is durable.available()


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_each_authority_has_at_least_fifteen_cases(authority: str) -> None:
    cases = {file.stem for file in (EXAMPLES / "cases" / authority).glob("*.yaml")}
    assert len(cases) >= 15
    assert cases == {question.name for question in questions(authority)}
