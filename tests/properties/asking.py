"""Asking a policy about generated cases, at the level at which the properties are stated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from carepanel.calendars.instants import DeadlineOutOfRange, parse_instant
from carepanel.conditions.truth import Truth
from carepanel.determine.determine import Question
from carepanel.determine.impossible import impossible
from carepanel.policy import load_policy

if TYPE_CHECKING:
    from datetime import datetime

    from carepanel.determine.case import Case
    from carepanel.determine.meeting import Choice
    from carepanel.policy import Policy

SHIPPED = ("camden", "wandsworth")


@cache
def shipped(name: str) -> Policy:
    return load_policy(name)


def weigh(policy: Policy, case: Case, at: str | datetime, known_by: str | datetime | None = None) -> Choice | None:
    """Every answer, or None where the case cannot be, or reaches beyond the calendar."""
    instant = parse_instant(at) if isinstance(at, str) else at
    known = parse_instant(known_by) if isinstance(known_by, str) else known_by
    try:
        weighed = policy._prepare({}).determiner.weigh(Question(case, instant, known or instant))
        return None if impossible(weighed.evaluation) else _asked(weighed)
    except DeadlineOutOfRange:
        return None


def _asked(weighed: Choice) -> Choice:
    """The same, with every state worked out, so that whatever cannot be worked out comes up here."""
    weighed.evaluation.answers()
    for requirement in weighed.evaluation.terms.requirements:
        weighed.evaluation.states(requirement.id)
    return weighed


def agree(policy: Policy, weighed: Choice) -> int:
    """Both engines work every conclusion out; raises `EnginesDisagree` if they differ. How many conclusions there were."""
    return policy._prepare({}).second.check(weighed.evaluation).conclusions


@dataclass(frozen=True)
class Settled:
    """What a determination says for certain, by name: an answer, a row, the state of a duty, a date."""

    answers: dict[str, str]

    def contradicted_by(self, later: Settled) -> dict[str, tuple[str, str]]:
        """What was said for certain and is now said otherwise, or no more."""
        return {
            name: (said, later.answers.get(name, ""))
            for name, said in self.answers.items()
            if later.answers.get(name, "") != said
        }


def settled(weighed: Choice) -> Settled:
    """Everything definite. A duty is named by what triggered it, as learning of an earlier trigger numbers it anew."""
    evaluation = weighed.evaluation
    found = {rule: truth.word for rule, truth in evaluation.answers().items() if truth is not Truth.NOT_KNOWN}
    for requirement in evaluation.terms.requirements:
        if evaluation.condition(requirement.when) is Truth.NO:
            found[f"state of {requirement.id}"] = "none"
        for state in evaluation.states(requirement.id):
            if state.status != "not_known":
                since = f" since {state.trigger.latest}" if state.trigger else ""
                found[f"state of {requirement.id}{since}"] = state.status
    if weighed.meeting is not None:
        found["meeting"] = str(weighed.meeting)
    return Settled(found)
