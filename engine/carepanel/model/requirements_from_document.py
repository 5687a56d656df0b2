"""Read what somebody must do: documents, authorisations, attendance, membership, decisions and obligations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from carepanel.conditions.moments import (
    AllMoments,
    AnyMoment,
    CollectionMoment,
    DecisionMoment,
    EventMoment,
    NextMoment,
)
from carepanel.conditions.moments_from_document import unknown_document, unknown_party
from carepanel.conditions.scope import listed, text, undecided
from carepanel.diagnostics import did_you_mean
from carepanel.model.deadlines_from_document import deadline
from carepanel.model.entries import body, clauses_of, entries, moment_of, parties_of, scope_of, title_of, when_of
from carepanel.model.terms import Modality, Requirement, Strength
from carepanel.model.times_from_document import fits, period
from carepanel.text.document import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.moments import Moment
    from carepanel.conditions.names import Names
    from carepanel.conditions.scope import Scope
    from carepanel.diagnostics import Problems
    from carepanel.model.deadlines import Period
    from carepanel.model.terms import PerWhat, Section
    from carepanel.text.document import Entry

MODALITIES: tuple[Modality, ...] = get_args(Modality)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)


@dataclass(frozen=True, slots=True)
class Reader:
    """What every section's reader needs: the names, where problems go, and how strong the source's words are."""

    names: Names
    problems: Problems
    words: dict[str, Strength]

    def scope(self, entry: Entry) -> Scope:
        """The scope of an entry."""
        return scope_of(body(entry), self.names, self.problems)


def requirements(document: Mapping, names: Names, problems: Problems) -> Iterator[Requirement]:
    """Every requirement of a policy, in the order of the language's sections."""
    reader = Reader(names, problems, _words(document, problems))
    yield from _membership(document, reader)
    for entry in entries(document, "documents"):
        yield _document(entry, reader)
    for entry in entries(document, "authorisations"):
        yield _authorisation(entry, document, reader)
    for entry in entries(document, "attendance"):
        yield _attendance(entry, reader)
    for entry in entries(document, "decisions"):
        yield _decision(entry, reader)
    for entry in entries(document, "obligations"):
        yield _obligation(entry, reader)


def _words(document: Mapping, problems: Problems) -> dict[str, Strength]:
    strengths: dict[str, Strength] = {word: word for word in STRENGTHS}
    for entry in entries(document, "words"):
        said = next((strength for strength in STRENGTHS if strength == text(entry.value)), None)
        if said is None:
            problems.add(
                "wrong-form",
                f"`{entry.key}` is as strong as `must`, `should` or `may`",
                entry.value.position,
                "choose one of the three",
            )
        else:
            strengths[entry.key] = said
    return strengths


def _modality(entry: Entry, reader: Reader) -> tuple[Modality, Strength, str]:
    """The source's word, how strong it is, and the verb phrase."""
    node = body(entry)
    word = next(word for word in MODALITIES if word in node)
    if word not in reader.words:
        message = f"`{entry.key}` says `{word}`, and the policy does not say how strong that is"
        help_ = f"add `{word}: must`, `should` or `may` under `words`"
        reader.scope(entry).problem("word-without-strength", message, entry.key_position, help_)
    return word, reader.words.get(word, "must"), text(node.get(word))


def _membership(document: Mapping, reader: Reader) -> Iterator[Requirement]:
    for panel in entries(document, "membership"):
        node = body(panel)
        bound: Strength = "must" if text(node.get("members_attend")) == "must" else "should"
        for entry in entries(node, "members"):
            yield _member(panel.key, entry, bound, reader)


def _member(panel: str, entry: Entry, bound: Strength, reader: Reader) -> Requirement:
    node, scope = body(entry), reader.scope(entry)
    role = text(node.get("as"))
    deputies = parties_of(node.get("or"), scope)
    return Requirement(
        id=f"membership.{panel}.{entry.key}",
        title=title_of(node, entry.key),
        clauses=clauses_of(node),
        when=when_of(node, scope),
        position=entry.key_position,
        section="membership",
        actor=(_party(entry, scope),),
        modality="must" if bound == "must" else "should",
        strength=bound,
        action={"chair": "chair the panel", "vice_chair": "attend as vice chair"}.get(role, "attend as a member"),
        fulfilled_by=_any_of("attended", "who", (entry.key, *deputies)),
        deputies=deputies,
        role=role,
    )


def _requirement(section: Section, entry: Entry, reader: Reader) -> Requirement:
    """What the entries of every other section have in common."""
    node, scope = body(entry), reader.scope(entry)
    modality, strength, action = _modality(entry, reader)
    written = node.get("deadline")
    return Requirement(
        id=f"{section}.{entry.key}",
        title=title_of(node, entry.key),
        clauses=clauses_of(node),
        when=when_of(node, scope),
        position=entry.key_position,
        section=section,
        actor=parties_of(node.get("actor"), scope),
        modality=modality,
        strength=strength,
        action=action,
        trigger=moment_of(node, "trigger", scope),
        waived_by=_waiver(entry, scope),
        cancelled_by=moment_of(node, "cancelled_by", scope),
        deadline=None if written is None else deadline(written, scope),
    )


def _waiver(entry: Entry, scope: Scope) -> Moment | None:
    """The moment that lets a duty off, which is always somebody's to bring about."""
    written = body(entry).get("waived_by")
    found = moment_of(body(entry), "waived_by", scope)
    if written is not None and found is not None and not _is_somebodys(found):
        message = f"`waived_by` names nobody who may let `{entry.key}` off"
        help_ = "name a decision, whose `actor` may, or an authorisation such as `{authorised: head_of_service}`"
        scope.problem("nobody-to-waive", message, written.position, help_)
    return found


def _is_somebodys(moment: Moment) -> bool:
    """Whether a moment comes by what somebody with the power decides or authorises, and by nothing else."""
    match moment:
        case DecisionMoment():
            return True
        case EventMoment(event=event, having=having):
            return event == "authorised" and "by" in dict(having)
        case CollectionMoment(collection=collection):
            return collection == "authorisations"
        case NextMoment(moment=inner):
            return _is_somebodys(inner)
        case AnyMoment(parts=parts):
            return all(map(_is_somebodys, parts))
        case AllMoments(parts=parts):
            return any(map(_is_somebodys, parts))
        case _:
            return False


def _party(entry: Entry, scope: Scope) -> str:
    """The entry's own name, which must be a party."""
    if entry.key not in scope.names.parties:
        unknown_party(entry.key, entry.key_position, scope)
    return entry.key


def _any_of(event: str, attribute: str, values: tuple[str, ...]) -> Moment:
    """The first event of this kind by any of them."""
    each = tuple(EventMoment(event, ((attribute, value),)) for value in values)
    return each[0] if len(each) == 1 else AnyMoment(each)


def _document(entry: Entry, reader: Reader) -> Requirement:
    node, scope = body(entry), reader.scope(entry)
    return replace(
        _requirement("documents", entry, reader),
        fulfilled_by=moment_of(node, "fulfilled_by", scope) or _any_of("document_lodged", "document", (entry.key,)),
        no_older_than=_age_limit(node, scope),
        stands_in_for=_known_document(node, scope),
    )


def _age_limit(node: Mapping, scope: Scope) -> Period | None:
    written = node.get("no_older_than")
    if written is None or text(written) == "not_stated":
        return None
    found = period(text(written))
    if found is None:
        scope.wrong_form(written, "a length of time such as `3 months`, or `not_stated`")
    elif found.unit in ("hours", "working_days"):
        scope.wrong_form(
            written, "a length of time such as `3 months`", "a document is as old as days, weeks, months or years"
        )
        return None
    return found if found is not None and fits(found, written, scope) else None


def _known_document(node: Mapping, scope: Scope) -> str:
    written = node.get("stands_in_for")
    name = text(written)
    if undecided(written) and written is not None:
        scope.wrong_form(written, "a document")
    elif written is not None and name not in scope.names.documents:
        unknown_document(name, written, scope)
    return name


def _authorisation(entry: Entry, document: Mapping, reader: Reader) -> Requirement:
    scope = reader.scope(entry)
    deputies = parties_of(body(entry).get("or"), scope)
    return replace(
        _requirement("authorisations", entry, reader),
        actor=(_party(entry, scope),),
        fulfilled_by=_any_of("authorised", "by", (entry.key, *deputies)),
        deputies=deputies,
        after=_earlier_authorisation(entry, document, scope),
    )


def _earlier_authorisation(entry: Entry, document: Mapping, scope: Scope) -> str:
    written = body(entry).get("after")
    name = text(written)
    if written is None or name == "not_stated":
        return ""
    known = [other.key for other in entries(document, "authorisations") if other.key != entry.key]
    if undecided(written):
        scope.wrong_form(written, "the party whose authorisation comes first")
    elif name not in known:
        help_ = did_you_mean(name, known) or (f"expected {listed(known)}" if known else "there is no other to follow")
        scope.problem(
            "unknown-authorisation", f"`{name}` is no other entry of `authorisations`", written.position, help_
        )
    return name


def _attendance(entry: Entry, reader: Reader) -> Requirement:
    scope = reader.scope(entry)
    deputies = parties_of(body(entry).get("or"), scope)
    return replace(
        _requirement("attendance", entry, reader),
        actor=(_party(entry, scope),),
        fulfilled_by=_any_of("attended", "who", (entry.key, *deputies)),
        deputies=deputies,
    )


def _decision(entry: Entry, reader: Reader) -> Requirement:
    outcomes = body(entry).get("outcomes")
    until = body(entry).get("lasts_until")
    return replace(
        _requirement("decisions", entry, reader),
        fulfilled_by=DecisionMoment(entry.key),
        outcomes={o.key: text(o.value) for o in outcomes.entries} if isinstance(outcomes, Mapping) else {},
        lasts_until=None if until is None else deadline(until, reader.scope(entry)),
    )


def _obligation(entry: Entry, reader: Reader) -> Requirement:
    node = body(entry)
    recorded = text(node.get("fulfilled_by")) != "not_recorded"
    per: dict[str, PerWhat] = {"panel": "panel", "year": "year"}
    return replace(
        _requirement("obligations", entry, reader),
        fulfilled_by=moment_of(node, "fulfilled_by", reader.scope(entry)) if recorded else None,
        per=per.get(text(node.get("for_each")), "case"),
    )
