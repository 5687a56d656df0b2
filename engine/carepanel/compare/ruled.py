"""The rules of a policy as entries: panels, definitions, criteria, rows of tables and requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.backends import prose
from carepanel.compare.entry import Entry, Said, is_made_of
from carepanel.compare.normal import called, normal, party
from carepanel.conditions.ast import Constant
from carepanel.conditions.moments import EventMoment
from carepanel.conditions.moments_from_document import NEVER_COMES
from carepanel.model.meetings import DaysNotStated, GivenDays, ImmediatelyAfter, Monthly, Recurrence, Weekly
from carepanel.model.readings import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time

    from carepanel.compare.entry import Reader
    from carepanel.model.meetings import MeetingDays, Meets, OneOff
    from carepanel.model.terms import Criterion, CutOff, Definition, Panel, Requirement, Row, Terms

_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_PER = {"case": "each case", "panel": "each meeting", "year": "each year"}
_DERIVED = frozenset({"authorisations", "attendance", "membership", "decisions"})
"""Sections whose entries say by their own name what fulfils them."""


def ruled(reader: Reader) -> Iterator[Entry]:
    """Every entry of these sections but the tables."""
    terms = reader.terms
    for panel in terms.panels.values():
        yield from _panel(panel, reader)
        if panel.quorum is not None or _members(panel, reader):
            yield _bound(panel, reader)
    for definition in terms.definitions:
        yield _rule("definitions", definition, reader)
    for criterion in terms.criteria:
        yield _rule("eligibility", criterion, reader)
    for requirement in terms.requirements:
        yield _requirement(requirement, reader)


def tables(reader: Reader) -> dict[str, tuple[Entry, ...]]:
    """The rows of each table, in their order."""
    return {
        section: tuple(_row(section, row, reader) for row in reader.terms.tables.get(answer, ()))  # type: ignore[call-overload]
        for section, answer in TABLES.items()
    }


def _rule(section: str, found: Definition | Criterion, reader: Reader) -> Entry:
    name = found.id.partition(".")[2]
    says = (reader.titled(found.title, name), reader.clauses(found.clauses), reader.condition(found.when))
    return reader.entry(section, name, found.clauses, found.title, *says, distinct=not isinstance(found.when, Constant))


def _row(section: str, row: Row, reader: Reader) -> Entry:
    says = (
        reader.plain("then", row.then, row.then.replace("_", " "), usual=True),
        reader.titled(row.title, row.then),
        reader.clauses(row.clauses),
        reader.condition(row.when),
        reader.moment("heard_at", row.heard_at),
        reader.moment("after", row.after),
    )
    return Entry(section, row.then, row.then, row.clauses, row.title, says)


def _panel(panel: Panel, reader: Reader) -> Iterator[Entry]:
    days = panel.days
    says = (
        reader.titled(panel.title, panel.id),
        reader.clauses(panel.clauses),
        reader.plain("meets", days.meets, meets(days.meets, reader.terms)),
        _hour("starts", days.starts),
        _hour("ends", days.ends),
        *_roll(days),
        reader.plain("slots", panel.slots),
        reader.plain("length", panel.length, f"{panel.length} minutes" if panel.length else None),
        reader.moment("order", panel.order),
        reader.plain("during", days.during or None, days.during.replace("_", " ") or None),
        *_one_offs("extra", days.extra),
        *_one_offs("cancelled", days.cancelled),
        reader.parties("run_by", (panel.run_by,) if panel.run_by else ()),
    )
    made = is_made_of(panel.title, panel.id)
    yield reader.entry("meetings", panel.id, panel.clauses, panel.title, *says, distinct=not made)
    if panel.cut_off is not None:
        yield _cut_off(panel, panel.cut_off, reader)


def _cut_off(panel: Panel, cut_off: CutOff, reader: Reader) -> Entry:
    duty = next((r for r in reader.terms.of("obligations") if r.name == cut_off.duty), None)
    says = (
        reader.clauses(cut_off.clauses),
        reader.deadline("deadline", cut_off.deadline),
        *(reader.deadline(f"by_day.{day}", cut_off.by_day[day]) for day in sorted(cut_off.by_day)),
        Said("for", called(reader.names, "obligations", cut_off.duty), duty.action if duty else cut_off.duty or None),
    )
    key = f"{called(reader.names, 'meetings', panel.id)}.cut_off"
    return Entry(
        "meetings", f"{panel.id}.cut_off", key, cut_off.clauses, f"{panel.title}: cut-off", says, distinct=False
    )


def _bound(panel: Panel, reader: Reader) -> Entry:
    """How bound the members of a panel are to attend, and how many must."""
    strengths = sorted({member.strength for member in _members(panel, reader)})
    quorum = panel.quorum
    number = (
        f"at least {quorum.at_least} of: {'; '.join(reader.terms.party(name) for name in quorum.of)}"
        if quorum
        else None
    )
    value = (quorum.at_least, tuple(sorted(party(reader.names, name) for name in quorum.of))) if quorum else None
    says = (reader.plain("members_attend", ", ".join(strengths)), Said("quorum", value, number))
    key = called(reader.names, "meetings", panel.id)
    return Entry("membership", panel.id, key, (), f"{panel.title}: its members", says, distinct=False)


def _members(panel: Panel, reader: Reader) -> list[Requirement]:
    return [r for r in reader.terms.of("membership") if r.name.partition(".")[0] == panel.id]


def _hour(field: str, hour: time | None) -> Said:
    words = None if hour is None else f"{hour:%H:%M}"
    return Said(field, words, words)


def _one_offs(field: str, days: tuple[OneOff, ...]) -> Iterator[Said]:
    """One line for each extra or cancelled meeting, named by its day."""
    return (Said(f"{field}.{each.day}", each.because, each.because) for each in days)


def _roll(days: MeetingDays) -> Iterator[Said]:
    """What becomes of a day that is not a working day; a meeting after another's goes where that goes."""
    roll = days.if_not_working_day
    words = {
        "keep": "it is held all the same",
        "not_held": "it is not held",
        "not_stated": "what happens is not stated",
    }
    if not isinstance(days.meets, ImmediatelyAfter):
        yield Said("if_not_working_day", roll, words.get(roll) or f"it is held on the {roll.replace('_', ' ')}")


def meets(rule: Meets, terms: Terms) -> str:
    """The rule of a panel's days in words: ``every week on Monday``, ``every month on the second Tuesday``."""
    match rule:
        case Weekly(days=days, every=every, counting_from=start):
            often = "every week" if every == 1 else f"every {every} weeks"
            counted = f", counting from {prose.day(start)}" if start is not None else ""
            return f"{often} on {' and '.join(day.title() for day in days)}{counted}"
        case Monthly(days=days):
            return f"every month on {' and '.join(f'the {_NTH[nth]} {day.title()}' for nth, day in days)}"
        case ImmediatelyAfter(meeting=other):
            return f"immediately after the {terms.panels[other].title}"
        case GivenDays(days=given, at_least_every=bound):
            least = f", at least every {prose.period(bound).removeprefix('1 ')}" if bound else ""
            return f"on {', '.join(prose.day(each.day) for each in given)}{least}"
        case Recurrence(rule=written, start=start):
            return f"by the rule {written} from {prose.day(start)}"
        case DaysNotStated(every=every):
            return (
                "not stated"
                if every == "not_stated"
                else f"every {every.removesuffix('s')}, on a day that is not stated"
            )


def _requirement(found: Requirement, reader: Reader) -> Entry:
    title = (
        reader.terms.party(found.actor[0])
        if found.section in ("authorisations", "attendance", "membership")
        else found.title
    )
    says = tuple(line for line in _lines(found, reader) if line is not None)
    distinct = found.section in ("decisions", "obligations") or not is_made_of(found.title, found.name)
    return Entry(found.section, found.name, _key(found, reader), found.clauses, title, says, distinct)


def _key(found: Requirement, reader: Reader) -> str:
    match found.section:
        case "membership":
            panel, _, name = found.name.partition(".")
            return f"{called(reader.names, 'meetings', panel)}.{party(reader.names, name)}"
        case "authorisations" | "attendance":
            return party(reader.names, found.name)
        case section:
            return called(reader.names, section, found.name)


def _lines(found: Requirement, reader: Reader) -> tuple[Said | None, ...]:
    membership, named = found.section == "membership", found.section in ("documents", "decisions", "obligations")
    return (
        reader.titled(found.title, found.name.rpartition(".")[2]),
        reader.clauses(found.clauses),
        reader.parties("actor", found.actor) if named else None,
        None if membership else reader.plain("modality", found.modality, found.modality.replace("_", " ")),
        None if membership else reader.plain("action", found.action),
        reader.plain("as", found.role.replace("_", " ")) if membership else None,
        reader.parties("or", found.deputies),
        reader.moment("trigger", found.trigger),
        reader.condition(found.when),
        *reader.each("outcomes", found.outcomes),
        None if found.section in _DERIVED else _fulfilled_by(found, reader),
        reader.moment("waived_by", None if found.waived_by == NEVER_COMES else found.waived_by),
        reader.moment("cancelled_by", None if found.cancelled_by == NEVER_COMES else found.cancelled_by),
        reader.deadline("deadline", found.deadline),
        reader.deadline("lasts_until", found.lasts_until),
        _age_limit(found),
        Said(
            "stands_in_for",
            called(reader.names, "documents", found.stands_in_for),
            _document(found.stands_in_for, reader),
        ),
        reader.parties("after", (found.after,) if found.after else ()),
        reader.plain("for_each", found.per, _PER[found.per], usual=found.per == "case"),
    )


def _fulfilled_by(found: Requirement, reader: Reader) -> Said:
    """What fulfils it; that a document is fulfilled by its own lodging goes without saying."""
    own = EventMoment("document_lodged", (("document", found.name),))
    if found.section == "documents" and found.fulfilled_by == own:
        return Said("fulfilled_by", "its own lodging", "it is lodged", usual=True)
    return Said("fulfilled_by", normal(found.fulfilled_by, reader.names), _fulfils(found, reader))


def _fulfils(found: Requirement, reader: Reader) -> str | None:
    return None if found.fulfilled_by is None else prose.moment(found.fulfilled_by, reader.terms)


def _age_limit(found: Requirement) -> Said:
    words = None if found.no_older_than is None else prose.period(found.no_older_than)
    return Said("no_older_than", words, words)


def _document(name: str, reader: Reader) -> str | None:
    return next((r.title for r in reader.terms.of("documents") if r.name == name), name or None)
