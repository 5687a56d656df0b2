"""What a case is answered besides its dates, in a few words each: for setting two determinations side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.determine.determination import AuthorisationAnswer, Choice, Determination, DocumentAnswer


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: what it is about, its clauses, and what it is. `id` is as in `Policy.answers`: ``eligibility``,
    ``eligibility.homeless_16_17``, ``disposition``, ``documents.chronology``.
    """

    id: str
    title: str
    clause: tuple[str, ...]
    says: str


def answered(determination: Determination) -> Iterator[Answered]:
    """Whether the case is eligible and on which grounds, what kind of case it is, how it comes and what becomes of it,
    and how each of its papers and authorisations stands.
    """
    d = determination
    grounds = tuple(clause for c in d.eligibility.criteria if c.answer == "yes" for clause in c.clause)
    yield Answered("eligibility", "Eligible", grounds, _word(d.eligibility.answer))
    for c in d.eligibility.criteria:
        yield Answered(f"eligibility.{c.id}", c.title, c.clause, _word(c.answer))
    for name, choice in (("kind", d.kind), ("route", d.route), ("disposition", d.disposition)):
        if choice is not None:
            yield Answered(name, name.capitalize(), choice.clause, _chosen(choice))
    for document in d.documents.items:
        yield Answered(f"documents.{document.id}", document.title, document.clause, _document(document))
    for given in d.authorisations.items:
        title = f"Authorisation: {given.title}"
        yield Answered(f"authorisations.{given.id}", title, given.clause, _authorisation(given))


def _word(answer: str) -> str:
    return answer.replace("_", " ")


def _chosen(choice: Choice) -> str:
    if choice.answer is not None:
        return choice.title
    return f"not known: {' or '.join(map(_word, choice.between))}"


def _document(item: DocumentAnswer) -> str:
    if item.needed != "yes":
        return "not needed" if item.needed == "no" else "whether it is needed is not known"
    if item.held != "yes":
        return "missing" if item.held == "no" else "whether it is in is not known"
    return {"yes": "late", "no": "in"}.get(item.late, "in, whether in time is not known")


def _authorisation(item: AuthorisationAnswer) -> str:
    if item.needed != "yes":
        return "not needed" if item.needed == "no" else "whether it is needed is not known"
    if item.given != "no":
        return "given" if item.given == "yes" else "whether it is given is not known"
    return "given too soon" if item.out_of_order else "outstanding"
