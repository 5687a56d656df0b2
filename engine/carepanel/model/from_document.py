"""Build a policy from its document: one choice of readings, everything else as written, every problem collected."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.conditions.scope import text
from carepanel.conditions.vocabulary_from_document import extended
from carepanel.model.check import check_policy
from carepanel.model.deadlines import Counting
from carepanel.model.definitions_from_document import names_of
from carepanel.model.entries import body, clauses_of, entries, moment_of, scope_of, title_of, when_of, words_in
from carepanel.model.meetings_from_document import panels
from carepanel.model.terms import Clause, Criterion, Definition, Terms, Row, Rule
from carepanel.model.readings import TABLES, read_readings, sites, substitute
from carepanel.model.requirements_from_document import requirements
from carepanel.conditions.moments import MeetingMoment
from carepanel.text.document import Entry, Mapping, Node, Sequence, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingABC

    from carepanel.conditions.names import Names
    from carepanel.conditions.vocabulary import Vocabulary
    from carepanel.diagnostics import Problems
    from carepanel.model.terms import ClauseKind, Table

CLAUSE_KINDS: tuple[ClauseKind, ...] = ("judgment", "guidance", "context", "external", "missing_source")


def terms(
    document: Mapping, vocabulary: Vocabulary, fingerprint: str, choices: MappingABC[str, str], problems: Problems
) -> Terms:
    """The policy under `choices` (reading to option; the file's own choice where a reading is left out).

    Whatever is wrong is written down in `problems`; the policy is fit for use only when that holds no error.
    """
    readings = read_readings(document, problems)
    chosen = {name: reading.chosen for name, reading in readings.items()} | dict(choices)
    resolved = substitute(document, chosen)
    assert isinstance(resolved, Mapping)  # a document is a map, and a map with a key `reading` is no policy  # noqa: S101
    words = extended(vocabulary, resolved, problems)
    names = names_of(resolved, words, problems)
    standing = _readings_by_rule(document)
    built = Terms(
        id=text(resolved.get("policy")),
        authority=text(resolved.get("authority")),
        title=text(resolved.get("title")),
        version=text(resolved.get("version")),
        in_force=_in_force(resolved.get("in_force")),
        source=_source(resolved.get("source")),
        fingerprint=fingerprint,
        vocabulary=words,
        counting=_counting(resolved),
        clauses={entry.key: _clause(entry) for entry in entries(resolved, "clauses")},
        panels={
            p.id: replace(p, readings=standing.get(f"meetings.{p.id}", ()))
            for p in panels(resolved, names, problems).values()
        },
        definitions=tuple(_definitions(resolved, names, problems)),
        criteria=tuple(_criteria(resolved, names, problems)),
        tables={name: tuple(_rows(resolved, section, names, problems)) for section, name in TABLES.items()},  # type: ignore[misc]
        requirements=tuple(requirements(resolved, names, problems)),
        readings=readings,
        choices=chosen,
    )
    check_policy(built, resolved, problems)
    return _with_readings(built, standing)


def fingerprint_of(document: Mapping, vocabulary: Mapping) -> str:
    """SHA-256 over what the policy and its vocabulary say: formatting, comments and the order of maps do not count."""
    content = {"policy": plain(document), "vocabulary": plain(vocabulary)}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _in_force(node: Node | None) -> tuple[str, str]:
    written = node if isinstance(node, Mapping) else None
    return (
        (text(written.get("from")) or "not_stated", text(written.get("until")) or "not_stated")
        if written
        else ("not_stated",) * 2
    )


def _source(node: Node | None) -> str:
    return text(node.get("title")) if isinstance(node, Mapping) else ""


def _counting(document: Mapping) -> Counting:
    node = document.get("counting")
    written = node if isinstance(node, Mapping) else Mapping((), document.position)
    return Counting(
        working_days=text(written.get("working_days")),
        first_day="same_day" if text(written.get("first_day")) == "same_day" else "day_after",
        on_time="excluded" if text(written.get("exactly_on_time")) == "excluded" else "included",
    )


def _clause(entry: Entry) -> Clause:
    if isinstance(entry.value, Mapping):
        for kind in CLAUSE_KINDS:
            if kind in entry.value:
                judge = text(entry.value.get("judged_by"))
                return Clause(entry.key, kind, text(entry.value.get(kind)), judge, entry.key_position)
    return Clause(entry.key, "rule", text(entry.value), position=entry.key_position)


def _definitions(document: Mapping, names: Names, problems: Problems) -> Iterator[Definition]:
    for entry in entries(document, "definitions"):
        node = body(entry)
        when = when_of(node, scope_of(node, names, problems))
        yield Definition(
            f"definitions.{entry.key}", title_of(node, entry.key), clauses_of(node), when, position=entry.key_position
        )


def _criteria(document: Mapping, names: Names, problems: Problems) -> Iterator[Criterion]:
    for entry in entries(document, "eligibility"):
        node = body(entry)
        when = when_of(node, scope_of(node, names, problems))
        yield Criterion(
            f"eligibility.{entry.key}", title_of(node, entry.key), clauses_of(node), when, position=entry.key_position
        )


def _rows(document: Mapping, section: str, names: Names, problems: Problems) -> Iterator[Row]:
    written = document.get(section)
    for number, node in enumerate(written.items if isinstance(written, Sequence) else (), start=1):
        if isinstance(node, Mapping):
            yield _row(f"{TABLES[section]}[{number}]", node, names, problems)


def _row(rule: str, node: Mapping, names: Names, problems: Problems) -> Row:
    scope = scope_of(node, names, problems)
    then = text(node.get("then"))
    heard_at = moment_of(node, "heard_at", scope)
    if "heard_at" in node and not isinstance(heard_at, MeetingMoment):
        scope.wrong_form(node.get("heard_at") or node, "a meeting, such as `panel` or `next panel`")
    return Row(
        id=rule,
        title=title_of(node, then),
        clauses=clauses_of(node),
        when=when_of(node, scope),
        position=node.position,
        then=then,
        heard_at=heard_at if isinstance(heard_at, MeetingMoment) else None,
        after=moment_of(node, "after", scope),
    )


def _readings_by_rule(document: Mapping) -> dict[str, tuple[str, ...]]:
    """The readings on which each rule, panel or section rests, through the definitions and meetings it names too."""
    own: dict[str, set[str]] = {}
    for site in sites(document):
        own.setdefault(site.rule, set()).add(site.reading)
    shared = {e.key: _shared(e, "definitions") for e in entries(document, "definitions")}
    shared |= {e.key: _shared(e, "meetings") for e in entries(document, "meetings")}
    return {rule: tuple(sorted(_resting_on(rule, used, shared, own))) for rule, used in _words_by_rule(document)}


def _shared(entry: Entry, section: str) -> tuple[str, frozenset[str]]:
    return f"{section}.{entry.key}", frozenset(words_in(entry.value))


def _resting_on(
    rule: str, used: set[str], shared: dict[str, tuple[str, frozenset[str]]], own: dict[str, set[str]]
) -> set[str]:
    found = set(own.get(rule, ()))
    waiting, seen = set(used), set[str]()
    while waiting:
        name = waiting.pop()
        if name in shared and name not in seen:
            seen.add(name)
            found |= own.get(shared[name][0], set())
            waiting |= shared[name][1]
    return found


def _words_by_rule(document: Mapping) -> Iterator[tuple[str, set[str]]]:
    for section in document.entries:
        match section.value:
            case Sequence(items=rows) if section.key in TABLES:
                for number, row in enumerate(rows, start=1):
                    yield f"{TABLES[section.key]}[{number}]", words_in(row)
            case Mapping(entries=lines):
                yield section.key, set()
                for line in lines:
                    yield f"{section.key}.{line.key}", words_in(line.value)
            case _:
                continue


def _with_readings(built: Terms, standing: dict[str, tuple[str, ...]]) -> Terms:
    """Each rule with the readings it rests on: its own, its definitions', and how its word and its days are read."""

    def rest(rule: Rule) -> tuple[str, ...]:
        section = rule.id.partition(".")[0]
        whole = standing.get(section, ()) if section == "membership" else ()
        return tuple(dict.fromkeys((*standing.get(rule.id, ()), *whole)))

    words, counting = standing.get("words", ()), standing.get("counting", ())
    requirements_ = tuple(
        replace(
            r,
            readings=(
                *rest(r),
                *(words if r.modality in ("will", "usually") else ()),
                *(counting if r.deadline is not None else ()),
            ),
        )
        for r in built.requirements
    )
    return replace(
        built,
        definitions=tuple(replace(d, readings=rest(d)) for d in built.definitions),
        criteria=tuple(replace(c, readings=rest(c)) for c in built.criteria),
        tables={name: tuple(replace(row, readings=rest(row)) for row in rows) for name, rows in built.tables.items()},
        requirements=requirements_,
    )


__all__ = ["fingerprint_of", "terms"]
