"""Cases that cannot be: facts that contradict each other whatever the policy says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import Fact, Happened, OneOf, walk
from carepanel.conditions.moments import EventMoment
from carepanel.conditions.truth import Truth
from carepanel.diagnostics import Diagnostic
from carepanel.source import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.vocabulary import Impossible
    from carepanel.determine.evaluation import Evaluation


def impossible(evaluation: Evaluation) -> tuple[Diagnostic, ...]:
    """A problem for each consistency rule of the vocabulary that the case breaks, naming the facts and never their
    values.
    """
    rules = evaluation.terms.vocabulary.never
    broken = (rule for rule in rules if evaluation.condition(rule.when) is Truth.YES)
    where = Position(evaluation.evidence.case.source, 1, 1)
    return tuple(
        Diagnostic(
            "impossible-case",
            f"{rule.says[:1].lower()}{rule.says[1:]}, and the case says otherwise",
            where,
            _help(rule),
        )
        for rule in broken
    )


def _help(rule: Impossible) -> str:
    return f"check {', '.join(f'`{name}`' for name in dict.fromkeys(_names(rule)))}"


def _names(rule: Impossible) -> Iterator[str]:
    for node in walk(rule.when):
        match node:
            case OneOf(term=Fact(name=name)) | Happened(moment=EventMoment(event=name)):
                yield name
            case _:
                continue
