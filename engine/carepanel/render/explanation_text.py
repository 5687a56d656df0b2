"""An explanation as text: each rule as a tree of its parts, each with its answer, and each date day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.instants import show, show_day
from carepanel.determine.determination import TraceNode
from carepanel.render.layout import Page, cite, to_ask, words
from carepanel.render.standing import done, remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.determine.determination import Obligation, ReadingUsed
    from carepanel.determine.explanation import Explanation

_TONE = {"yes": "good", "no": "bad", "not_known": "open"}


def explanation_text(explained: Explanation, *, width: int = 100, styled: bool = False) -> str:
    """The explanation in words, wrapped to a width."""
    page = Page(width, styled)
    parts = (_head, _meeting, _rules, _dates, _days_off, _not_known, _readings)
    blocks = ("\n".join(part(explained, page)) for part in parts)
    return "\n\n".join(block for block in blocks if block)


def _head(e: Explanation, page: Page) -> Iterator[str]:
    subject = f": {e.subject}" if e.subject else ""
    yield page.heading(page.paragraph(f"{e.policy.title} ({e.policy.authority}), case {e.case}{subject}"))
    known = "as known then" if e.known_by == e.at else f"as known by {show(e.known_by)}"
    yield page.paragraph(f"asked about {show(e.at)}, {known}")


def _meeting(e: Explanation, page: Page) -> Iterator[str]:
    meeting = e.meeting
    if meeting is None:
        return
    yield page.heading(f"Meeting {cite(meeting.clause)}")
    day = show_day(meeting.day) if meeting.day is not None else "not known"
    yield page.paragraph(f"{day}: {meeting.why}", indent=2)
    yield from (page.paragraph(step.says, indent=4, hang=2) for step in meeting.proof)
    yield page.paragraph(f"papers {meeting.cut_off_says} {cite(meeting.cut_off_clause)}", indent=2)
    yield from (page.paragraph(step.says, indent=4, hang=2) for step in meeting.cut_off_proof)


def _rules(e: Explanation, page: Page) -> Iterator[str]:
    if e.rules:
        yield page.heading("Rules")
    for node in e.rules:
        yield from _node(node, page, 2)


def _node(node: TraceNode, page: Page, indent: int) -> Iterator[str]:
    answer = words(node.answer)
    clause = f" {cite(node.clause)}" if node.rule else ""
    name = f"{node.rule.partition('[')[0]}: " if node.rule and indent == _TOP else ""
    line = page.paragraph(f"{answer}: {name}{_words(node)}{clause}", indent, hang=2)
    yield line.replace(answer, page.tone(answer, _TONE[node.answer]), 1)
    parts = [shown for part in node.parts for shown in _shown(part)]
    if len(parts) == 1 and parts[0].words in (node.words, "always") and not parts[0].parts:
        return
    for part in parts:
        yield from _node(part, page, indent + 2)


_TOP = 2
_EARLIER = {"yes": "no earlier one fits", "no": "an earlier one fits", "not_known": "whether an earlier one fits"}
_BY_READING = {"always": "always, as the terms are read", "never": "never, as the terms are read"}


def _words(node: TraceNode) -> str:
    return _BY_READING.get(node.words, node.words)


def _shown(node: TraceNode) -> Iterator[TraceNode]:
    """A step as a reader meets it: a row of a table is taken where no earlier one fits and what it asks for holds."""
    if node.rule.endswith("].passed"):
        yield TraceNode("", (), _EARLIER[node.answer], node.answer)
    elif node.rule.endswith("].when"):
        yield from (part for part in node.parts if part.words != "always")
    elif any(part.rule.endswith("].passed") for part in node.parts):
        yield from (shown for part in node.parts for shown in _shown(part))
    else:
        yield node


def _dates(e: Explanation, page: Page) -> Iterator[str]:
    if e.obligations:
        yield page.heading("Dates")
    for duty in e.obligations:
        yield page.paragraph(_duty(duty), indent=2, hang=2)
        yield from (page.paragraph(step.says, indent=4, hang=2) for step in duty.proof)


def _days_off(e: Explanation, page: Page) -> Iterator[str]:
    """Where the days off that the dates rest on are from."""
    if any(duty.proof for duty in e.obligations) or (e.meeting is not None and e.meeting.day is not None):
        yield page.heading("Days off")
        for c in e.calendars:
            kept_to = ", which meetings keep to" if c.used_for == ("during",) else ""
            about = f"{words(c.name)} {c.version}{kept_to}, published to {show_day(c.horizon)}: {c.source}"
            yield page.paragraph(about, 2, 2)


def _duty(duty: Obligation) -> str:
    again = f" (time {duty.occurrence})" if duty.occurrence > 1 else ""
    since = f", since {show(duty.since)}" if duty.since is not None else ""
    due = f"due {duty.due_says}" if duty.due is not None else f"no date: {duty.due_says}"
    aside = "; ".join(filter(None, (due, done(duty), *remarks(duty))))
    return f"{duty.id}{again}: {words(duty.status)}{since}; {aside} {cite(duty.clause)}"


def _not_known(e: Explanation, page: Page) -> Iterator[str]:
    if e.not_known:
        yield page.heading("Still to be learnt")
    for item in e.not_known:
        yield page.paragraph(to_ask(item), indent=2, hang=2)


def _readings(e: Explanation, page: Page) -> Iterator[str]:
    if e.readings:
        yield page.heading("Readings: what the terms leave open, and what we took")
    for reading in e.readings:
        yield page.paragraph(f"{reading.id} {cite(reading.clause)}: {reading.question}", indent=2, hang=2)
        yield page.paragraph(
            f"taken ({reading.status}): {reading.says}. {reading.because}.".replace("..", "."), indent=4, hang=2
        )
        yield from (page.paragraph(line, indent=4, hang=2) for line in _trial(reading))


def _trial(reading: ReadingUsed) -> Iterator[str]:
    if reading.not_tried:
        yield f"no other option was tried: {reading.not_tried}"
    elif reading.would_change is not None and not reading.would_change:
        yield "no other option changes anything here"
    for option, ids in (reading.would_change or {}).items():
        yield f"{words(option)} would change: {', '.join(ids)}"
