"""The changes between two policies as sentences for a committee, and a last line that counts them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from carepanel.render.layout import Page, cite
from carepanel.render.problems import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carepanel.compare.change import Change, ChangeKind, Comparison, FieldChange, Side

KINDS: tuple[ChangeKind, ...] = ("added", "removed", "changed")
_TONES = {"added": "good", "removed": "bad", "changed": "open"}

HEADINGS = {
    "policy": "The policy itself",
    "eligibility": "Criteria of eligibility",
    "routes": "How a case comes",
    "kinds": "What sort of item it is",
    "disposition": "What becomes of the case",
    "meetings": "Meetings",
    "documents": "Documents",
    "authorisations": "Authorisations",
    "attendance": "Attendance",
    "decisions": "Decisions",
    "obligations": "Duties",
    "membership": "Membership",
    "definitions": "Definitions",
    "readings": "Readings",
    "counting": "Counting",
    "words": "The source's words",
    "parties": "Parties",
    "facts": "Facts",
    "events": "Events",
    "never": "What cannot be",
    "clauses": "Clauses",
}

SUBJECTS = {
    "meetings.deadline": "The cut-off",
    "meetings.by_day": "The cut-off of a meeting on",
    "meetings.for": "What must be done by it",
    "meetings.if_not_working_day": "What happens on a day that is not a working day",
    "meetings.extra": "The extra meeting",
    "meetings.cancelled": "The cancelled meeting",
    "meetings.slots": "How many cases a meeting takes",
    "meetings.length": "How long each case has",
    "meetings.order": "The moment by which cases are taken, the earliest first,",
    "meetings.run_by": "The post that runs it",
    "readings.chosen": "The reading taken",
    "readings.because": "The reason",
    "readings.no_case": "Why no case can tell the options apart",
    "readings.not_tried": "How the rules settle it",
    "readings.stands_in": "Where it stands",
    "membership.members_attend": "How bound members are to attend",
    "membership.as": "The seat",
    "counting.working_days": "The calendar of working days",
    "counting.first_day": "Day one",
    "counting.exactly_on_time": "An act at the very instant of a deadline",
    "counting.birthday_29_february": "In a year without 29 February, the birthday of those born on it",
    "events.says": "What it says",
    "facts.asks": "The question",
    "facts.of": "The answer",
    "facts.usual": "The usual answer",
    "clauses.kind": "What sort of clause it is",
    "definitions.when": "What it means",
    "eligibility.when": "The test",
    "obligations.after": "What comes before it",
    "parties.title": "The post",
    "policy.policy": "The policy's id",
    "policy.uses": "The vocabulary",
    "policy.vocabulary.version": "The vocabulary's version",
    "policy.history_begins": "Where a history begins",
    "policy.in_force.from": "The first day in force",
    "policy.in_force.until": "The last day in force",
    "policy.source.title": "The source",
    "then": "The answer",
    "place": "Its place among the rows",
    "clause": "The clause cited",
    "when": "The condition",
    "says": "The wording",
    "action": "What is to be done",
    "actor": "Who must act",
    "modality": "How strong it is",
    "strength": "Its strength",
    "or": "Who may stand in",
    "fulfilled_by": "What fulfils it",
    "waived_by": "What lets it off",
    "cancelled_by": "What cancels it",
    "deadline": "The deadline",
    "lasts_until": "How long it lasts",
    "no_older_than": "How old it may be",
    "stands_in_for": "The document it stands in for",
    "for_each": "How often it arises",
    "heard_at": "Where it is heard",
    "after": "What it comes after",
    "meets": "The day of the meeting",
    "parts_of_day": "The end of",
    "during": "The time of the year in which it meets",
    "starts": "The hour at which it starts",
    "ends": "The hour at which it ends",
    "outcomes": "The outcome",
    "options": "The option",
    "carries": "The attribute",
    "supplied_by": "The party who supplies it",
    "judged_by": "The party who judges it",
    "confirmed_by": "The confirmation",
}
"""What a line is about, as the subject of a sentence: by section and field, then by field alone."""

ONE_OF_SEVERAL = ("outcomes", "options", "of", "carries", "extra", "cancelled", "by_day", "parts_of_day")
"""Fields of which there are several, each named after what it stands for."""

BEGINS = {
    "after": "It now comes after `{}`; before, nothing came first.",
    "trigger": "It now arises when `{}`; before, it ran from the start of the case.",
    "waived_by": "It is now let off when `{}`; before, nothing let it off.",
    "cancelled_by": "It is now cancelled when `{}`; before, nothing cancelled it.",
    "stands_in_for": "It now stands in for `{}`.",
    "or": "`{}` may now stand in; before, nobody could.",
    "no_older_than": "It may now be no older than `{}`; before, no age was set.",
    "deadline": "It now has a deadline: `{}`; before, none was stated.",
    "actor": "It now falls to `{}`; before, nobody was named.",
    "when": "It now applies only when `{}`; before, it always applied.",
    "fulfilled_by": "It is now fulfilled when `{}`; before, nothing was recorded of it.",
    "quorum": "The quorum is now `{}`; before, none was stated.",
    "during": "It now meets during `{}` only; before, at any time of the year.",
    "slots": "A meeting now takes `{}` cases; before, no number was stated.",
    "length": "Each case now has `{}`; before, no length was stated.",
    "order": "Cases are now taken by when `{}`, the earliest first; before, no order was stated.",
    "confirmed_by": "It is now confirmed by `{}`; before, it was only proposed.",
}
"""Sentences for a line that begins to say something: ``{}`` is what it says."""

ENDS = {
    "after": "It no longer comes after `{}`: nothing comes first.",
    "trigger": "It no longer waits until `{}`: it runs from the start of the case.",
    "waived_by": "It is no longer let off when `{}`: nothing lets it off.",
    "cancelled_by": "It is no longer cancelled when `{}`: nothing cancels it.",
    "stands_in_for": "It no longer stands in for `{}`.",
    "or": "`{}` may no longer stand in: nobody can.",
    "during": "It no longer meets during `{}` only, but at any time of the year.",
    "no_older_than": "It no longer has to be no older than `{}`: no age is set.",
    "deadline": "It no longer has the deadline `{}`: none is stated.",
    "actor": "It no longer falls to `{}`: nobody is named.",
    "when": "It no longer applies only when `{}`: it always applies.",
    "fulfilled_by": "It is no longer fulfilled when `{}`: nothing is recorded of it.",
    "quorum": "The quorum is no longer `{}`: none is stated.",
    "slots": "A meeting no longer takes `{}` cases: no number is stated.",
    "length": "Each case no longer has `{}`: no length is stated.",
    "order": "Cases are no longer taken by when `{}`: no order is stated.",
    "confirmed_by": "It is no longer confirmed by `{}`: it is only proposed.",
}
"""Sentences for a line that no longer says anything: ``{}`` is what it said."""

NOTHING = {"when": "always", "deadline": "not stated"}
"""Words that stand for nothing being said."""

MOVES = ("deadline", "meets", "starts", "ends")


def diff_text(comparison: Comparison, *, width: int = 100, styled: bool = False) -> str:
    """How many changes there are in which section, then each as sentences, then how many in all."""
    page = Page(width, styled)
    changes = comparison.changes
    lines = [*_heading(comparison, page), ""]
    if changes:
        lines += [*page.rows(_summary(changes), indent=0), ""]
    elif comparison.old.fingerprint != comparison.new.fingerprint:
        lines += [page.paragraph("The two files differ, but in nothing that a rule, a reading or a clause says."), ""]
    for section in dict.fromkeys(change.section for change in changes):
        lines += [page.heading(HEADINGS[section]), *_section([c for c in changes if c.section == section], page), ""]
    return "\n".join([*lines, _last(changes)])


def _heading(comparison: Comparison, page: Page) -> Iterator[str]:
    yield page.paragraph(f"From {_side(comparison.old)}", hang=2)
    yield page.paragraph(f"to {_side(comparison.new)}", hang=2)


def _side(side: Side) -> str:
    return f"{side.authority}, {side.title}, version {side.version} ({side.policy})"


def _summary(changes: Sequence[Change]) -> Iterator[tuple[str, str, str]]:
    for section in dict.fromkeys(change.section for change in changes):
        yield HEADINGS[section], "quiet", _counted([change for change in changes if change.section == section])


def _counted(changes: Sequence[Change]) -> str:
    found = Counter(change.kind for change in changes)
    return ", ".join(f"{found[kind]} {kind}" for kind in KINDS if found[kind])


def _last(changes: Sequence[Change]) -> str:
    if not changes:
        return "no change"
    found = Counter(change.kind for change in changes)
    return f"{number(len(changes), 'change')}: {', '.join(f'{found[kind]} {kind}' for kind in KINDS)}"


def _section(changes: Sequence[Change], page: Page) -> Iterator[str]:
    for change in changes:
        yield _title(change, page)
        for sentence in _sentences(change):
            yield page.paragraph(sentence, indent=4)


def _title(change: Change, page: Page) -> str:
    named = (
        f"{change.title} ({change.id})"
        if change.title and change.section not in ("policy", "counting")
        else change.title
    )
    clause = f"clause {change.id}" if change.section == "clauses" else f"{named} {cite(change.clause)}".rstrip()
    words = page.paragraph(f"{change.kind}: {clause}", indent=2, hang=2)
    return words.replace(f"{change.kind}:", page.tone(f"{change.kind}:", _TONES[change.kind]), 1)


def _sentences(change: Change) -> Iterator[str]:
    lines = change.fields
    if change.kind != "changed":
        yield from _duty(change)
        lines = tuple(line for line in lines if line.field not in ("actor", "modality", "action"))
    for line in lines:
        yield _changed(change.section, line) if change.kind == "changed" else _whole(change, line)
    if len(lines) == 1 and lines[0].field == "id":
        yield "Nothing else about it changes."
    if change.bears_on:
        yield f"Resting on it: {', '.join(change.bears_on)}."


def _duty(change: Change) -> Iterator[str]:
    """Who must do what, in one sentence: the heart of a rule that was added or removed."""
    said = {line.field: _shown(change, line) for line in change.fields}
    if "action" in said:
        who = said.get("actor") or (change.title if change.section != "documents" else "It")
        who = who if change.section != "obligations" or "actor" in said else "Somebody"
        yield f"{who} {said['modality']} {said['action']}."


def _shown(change: Change, line: FieldChange) -> str:
    return (line.after if change.kind == "added" else line.before) or ""


def _whole(change: Change, line: FieldChange) -> str:
    """One line of an entry that was added or removed."""
    return f"{_subject(change.section, line.field)}: {_stop(_shown(change, line))}"


def _changed(section: str, line: FieldChange) -> str:
    """The sentence for one line of an entry that both policies have."""
    before, after = _said(line.field, line.before), _said(line.field, line.after)
    subject = _subject(section, line.field)
    if line.field == "id":
        return f"It is now called `{after}`; it was called `{before}`."
    if line.field == "place":
        return f"It moves from place {before} to place {after}; the first row that fits decides."
    if line.field == "modality":
        return f"It is now a `{after}`; it was a `{before}`."
    if before is None:
        return _begins(subject, line.field).format(after)
    if after is None:
        return _ends(subject, line.field).format(before)
    return f"{subject} {'moves' if line.field in MOVES else 'changes'} from `{before}` to `{after}`."


def _said(field: str, words: str | None) -> str | None:
    return None if words == NOTHING.get(field) else words


def _begins(subject: str, field: str) -> str:
    if _several(field):
        return f"{subject} is new: `{{}}`."
    return BEGINS.get(field, f"{subject} is now `{{}}`; before, there was none.")


def _ends(subject: str, field: str) -> str:
    if _several(field):
        return f"{subject} is gone: `{{}}`."
    return ENDS.get(field, f"{subject} was `{{}}`; now there is none.")


def _several(field: str) -> bool:
    return field.partition(".")[0] in ONE_OF_SEVERAL and "." in field


def _subject(section: str, field: str) -> str:
    """The subject of a sentence about a field."""
    for known in (f"{section}.{field}", field):
        if known in SUBJECTS:
            return SUBJECTS[known]
    name, dot, rest = field.partition(".")
    subject = SUBJECTS.get(f"{section}.{name}") or SUBJECTS.get(name) or f"The {name.replace('_', ' ')}"
    return f"{subject} “{rest.replace('_', ' ')}”" if dot else subject


def _stop(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."
