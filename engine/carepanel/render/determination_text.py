"""A determination as text for people: what matters first, then why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.instants import show, show_day
from carepanel.render.layout import Page, cite, modal, to_ask, words
from carepanel.render.problems import number
from carepanel.render.standing import done, remarks, status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.determine.determination import (
        Attendance,
        CalendarRef,
        Choice,
        Determination,
        DocumentAnswer,
        Obligation,
    )

_STATUS_TONE = {
    "missed": "bad",
    "fulfilled_late": "bad",
    "fulfilled": "good",
    "waived": "good",
    "cancelled": "good",
    "pending": "open",
}
_ANSWER_TONE = {"yes": "good", "no": "bad", "not_known": "open"}
_ORDER = ("missed", "pending", "not_known", "fulfilled_late", "fulfilled", "waived", "cancelled", "not_due")


def determination_text(determination: Determination, *, width: int = 100, styled: bool = False) -> str:
    """The determination in words, wrapped to a width."""
    page = Page(width, styled)
    parts = (_head, _answers, _documents, _authorisations, _work, _waiting, _attendance, _not_known, _readings, _foot)
    blocks = ("\n".join(part(determination, page)) for part in parts)
    return "\n\n".join(block for block in blocks if block)


def _head(d: Determination, page: Page) -> Iterator[str]:
    yield page.heading(page.paragraph(f"{d.policy.title} ({d.policy.authority}): case {d.case}"))
    known = "as known then" if d.known_by == d.at else f"as known by {show(d.known_by)}"
    again = f"; presented to the panel {d.presentation} times, this is about the last" if d.presentation > 1 else ""
    yield page.paragraph(f"asked about {show(d.at)}, {known}{again}")


def _answers(d: Determination, page: Page) -> Iterator[str]:
    answer = words(d.eligibility.answer)
    rows = [("Eligible", "quiet", page.tone(answer, _ANSWER_TONE[d.eligibility.answer]))]
    for criterion in d.eligibility.criteria:
        if criterion.answer != "no":
            doubt = "" if criterion.answer == "yes" else "not known: "
            rows.append(("", "quiet", f"{doubt}{criterion.title} {cite(criterion.clause)}"))
    for label, choice in (("Kind", d.kind), ("Route", d.route)):
        if choice is not None:
            rows.append((label, "quiet", _choice(choice)))
    rows += _meeting(d)
    if d.disposition is not None:
        rows.append(("Now", "quiet", _choice(d.disposition)))
    yield from page.rows(rows, indent=0)


def _choice(choice: Choice) -> str:
    if choice.answer is not None:
        return f"{choice.title} {cite(choice.clause)}"
    return f"not known: {' or '.join(words(name) for name in choice.between)} {cite(choice.clause)}"


def _meeting(d: Determination) -> list[tuple[str, str, str]]:
    meeting = d.meeting
    if meeting.day is None:
        return [("Meeting", "quiet", f"not known: {meeting.why}")]
    hour = f"{meeting.starts:%H:%M}" if meeting.starts else "hour not stated"
    moved = f", moved from {show_day(meeting.usual_day)}" if meeting.usual_day not in (None, meeting.day) else ""
    provisional = ", provisional" if meeting.provisional else ""
    day = f"{show_day(meeting.day)}, {hour}{moved}{provisional} {cite(meeting.clause)}: {meeting.why}"
    return [("Meeting", "quiet", day), ("Papers", "quiet", f"{meeting.cut_off_says} {cite(meeting.cut_off_clause)}")]


def _documents(d: Determination, page: Page) -> Iterator[str]:
    items = [item for item in d.documents.items if item.needed != "no"]
    if items:
        yield page.heading("Documents")
        yield from page.rows(_document(item, d) for item in items)


def _document(item: DocumentAnswer, d: Determination) -> tuple[str, str, str]:
    state, tone = _document_state(item)
    lodged = f", lodged {show(item.lodged_at)}" if item.lodged_at is not None and not item.stood_in_for_by else ""
    titles = {other.id: other.title for other in d.documents.items}
    stand_in = f", {titles[item.stood_in_for_by]} stands in for it" if item.stood_in_for_by else ""
    return state, tone, f"{item.title}{stand_in}{lodged} {cite(item.clause)}"


def _document_state(item: DocumentAnswer) -> tuple[str, str]:
    if item.needed == "not_known":
        return "if needed", "open"
    if item.held == "yes":
        return ("late", "bad") if item.late == "yes" else ("in", "good")
    return ("missing", "bad") if item.held == "no" else ("not known", "open")


def _authorisations(d: Determination, page: Page) -> Iterator[str]:
    items = [item for item in d.authorisations.items if item.needed != "no"]
    if not items:
        return
    yield page.heading("Authorisations")
    rows = []
    for item in items:
        given = f", {show(item.given_at)}" if item.given_at is not None else ""
        soon = "; given too soon, before the one it follows" if item.id in d.authorisations.out_of_order else ""
        state = (
            "if needed"
            if item.needed == "not_known"
            else {"yes": "given", "no": "outstanding"}.get(item.given, "not known")
        )
        rows.append((state, _ANSWER_TONE[item.given], f"{item.title}{given}{soon} {cite(item.clause)}"))
    yield from page.rows(rows)


def _work(d: Determination, page: Page) -> Iterator[str]:
    """Every duty that has begun: what is overdue first, then what is to be done, soonest first, then what is done."""
    begun = [o for o in d.obligations if o.status != "not_due"]
    if begun:
        yield page.heading("Who does what")
        yield from page.rows(_obligation(o) for o in sorted(begun, key=_urgency))


def _urgency(o: Obligation) -> tuple[int, int, float]:
    soonest = o.due.timestamp() if o.due is not None else float("inf")
    return _ORDER.index(o.status), int(o.strength == "may"), soonest


def _obligation(o: Obligation) -> tuple[str, str, str]:
    when = f", {o.due_says}" if o.due is not None else ""
    known = "; ".join(filter(None, (done(o), *remarks(o))))
    provisional = " (provisional)" if o.provisional else ""
    aside = f" ({known})" if known else ""
    sentence = f"{o.actor_says} {modal(o.modality)} {o.action}{when}{provisional}{aside} {cite(o.clause)}"
    return status(o), _STATUS_TONE.get(o.status, "open"), sentence[:1].upper() + sentence[1:]


def _waiting(d: Determination, page: Page) -> Iterator[str]:
    """Duties that begin only when something happens."""
    waiting = [o for o in d.obligations if o.status == "not_due"]
    if waiting:
        yield page.heading("Not yet due to arise")
        yield from page.rows(
            ("when", "quiet", f"{o.trigger}: {o.actor_says} {modal(o.modality)} {o.action} {cite(o.clause)}")
            for o in waiting
        )


def _attendance(d: Determination, page: Page) -> Iterator[str]:
    attendance: Attendance = d.attendance
    titles = {item.id: item.title for item in attendance.items}
    groups = (
        ("must", attendance.must),
        ("should", attendance.should),
        ("invited", attendance.invited),
        ("must not", attendance.barred),
        ("not known", attendance.not_known),
    )
    rows = [(label, "quiet", "; ".join(titles[name] for name in names)) for label, names in groups if names]
    if rows:
        yield page.heading("Who attends")
        yield from page.rows([*rows, ("quorum", "quiet", attendance.quorum)])


def _not_known(d: Determination, page: Page) -> Iterator[str]:
    if d.not_known:
        yield page.heading("Still to be learnt")
        for item in d.not_known:
            yield page.paragraph(to_ask(item), indent=2, hang=2)


def _readings(d: Determination, page: Page) -> Iterator[str]:
    if not d.readings:
        return
    proposed = sum(reading.status == "proposed" for reading in d.readings)
    untried = [reading for reading in d.readings if reading.not_tried]
    yield page.heading("Readings")
    questions = number(len(d.readings), "question")
    says = (
        f"{questions} that the terms leave open stand behind this. {proposed} are answered as the policy proposes, "
        f"not as the authority has confirmed; for {len(untried)} no other answer could be tried."
    )
    yield page.paragraph(says, 2)
    changed = [reading for reading in d.readings if reading.would_change]
    for reading in changed:
        options = "; ".join(
            f"{words(option)} would change {', '.join(ids)}" for option, ids in (reading.would_change or {}).items()
        )
        yield page.paragraph(f"{reading.id}: {reading.question} Taken: {reading.says}. {options}", indent=2, hang=2)


def _foot(d: Determination, page: Page) -> Iterator[str]:
    second = d.second_opinion
    opinion = (
        f"{second.engine} came to the same {second.conclusions} conclusions"
        if second.taken
        else f"no second opinion: {second.why_not}"
    )
    yield page.paragraph(
        f"{opinion}; {_days_off(d)}; policy {d.policy.id} version {d.policy.version}, {d.policy.fingerprint[:12]}."
    )
    yield page.paragraph(f"This is {d.policy.unofficial}. It determines procedure; the panel decides about the child.")


def _days_off(d: Determination) -> str:
    """The lists by which working days are counted, and those that meetings keep to."""
    counted = ", and by ".join(map(_list, (c for c in d.calendars if "working_days" in c.used_for)))
    kept_to = ", and ".join(map(_list, (c for c in d.calendars if "during" in c.used_for)))
    return f"days off by {counted}{f'; meetings during {kept_to}' if kept_to else ''}"


def _list(calendar: CalendarRef) -> str:
    return f"{words(calendar.name)} {calendar.version}, published to {calendar.horizon}"
