"""The readings a determination rests on, and whether another option would have changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.truth import Truth
from carepanel.determine.determination import ReadingUsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from carepanel.determine.evaluation import Evaluation
    from carepanel.model.terms import Reading, Terms


def readings_used(
    evaluation: Evaluation, own: Mapping[str, str], trial: Callable[[str, str], Mapping[str, str]] | None
) -> tuple[ReadingUsed, ...]:
    """The readings behind the rules that bear on this case, in the order of the policy.

    `own` is the summary of this determination and `trial` gives that of another option of a reading; without it the
    other
    options are not tried, and `would_change` is None.
    """
    terms = evaluation.terms
    resting = set(_resting(evaluation))
    return tuple(
        _used(reading, terms.choices[reading.id], own, trial)
        for reading in terms.readings.values()
        if reading.id in resting or _settled_for(reading, evaluation)
    )


def _resting(evaluation: Evaluation) -> Iterator[str]:
    """A reading may decide whether a rule applies at all, so every rule about a case counts, whatever its answer."""
    terms = evaluation.terms
    rows = (row for table in terms.tables.values() for row in table)
    for rule in (*terms.criteria, *rows, *(r for r in terms.requirements if r.per == "case")):
        yield from rule.readings
    for panel in terms.panels.values():
        yield from panel.readings


def _settled_for(reading: Reading, evaluation: Evaluation) -> bool:
    """A question settled in the writing attaches, through its clauses, to the rules that cite them and apply."""
    if not reading.not_tried:
        return False
    cited = set(reading.clauses)
    terms: Terms = evaluation.terms
    rules = (*terms.criteria, *(r for r in terms.requirements if r.per == "case"))
    return any(cited & set(rule.clauses) and evaluation.condition(rule.when) is not Truth.NO for rule in rules)


def _used(
    reading: Reading, chosen: str, own: Mapping[str, str], trial: Callable[[str, str], Mapping[str, str]] | None
) -> ReadingUsed:
    return ReadingUsed(
        id=reading.id,
        clause=reading.clauses,
        question=reading.question,
        chosen=chosen,
        says=reading.options.get(chosen, ""),
        because=reading.because if chosen == reading.chosen else "chosen for this question",
        status=reading.status,
        not_tried=reading.not_tried,
        would_change=_changes(reading, chosen, own, trial) if trial is not None and reading.stands_in else None,
    )


def _changes(
    reading: Reading, chosen: str, own: Mapping[str, str], trial: Callable[[str, str], Mapping[str, str]]
) -> dict[str, tuple[str, ...]]:
    others = (option for option in reading.options if option != chosen)
    found = {option: _different(own, trial(reading.id, option)) for option in others}
    return {option: changed for option, changed in found.items() if changed}


def _different(own: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the answers that are not the same in both."""
    return tuple(name for name in dict.fromkeys((*own, *other)) if own.get(name) != other.get(name))
