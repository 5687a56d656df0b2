"""How an obligation stands, in the words that every text has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.instants import show
from carepanel.render.layout import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.determine.determination import Obligation


def status(o: Obligation) -> str:
    """The state in a word or two; what may be done and is not done is open."""
    return "open" if o.status == "pending" and o.strength == "may" else words(o.status)


def done(o: Obligation) -> str:
    """When it was done, and when that was put on record if not at once; nothing where it is not done."""
    if o.done_at is None:
        return ""
    later = o.recorded_at is not None and o.recorded_at > o.done_at
    return f"done {show(o.done_at)}{f', recorded {show(o.recorded_at)}' if later and o.recorded_at is not None else ''}"


def remarks(o: Obligation) -> Iterator[str]:
    """What else there is to know: what cancelled it, when it was let off, what is not known, what is still out."""
    if o.cancelled_because:
        yield f"as {o.cancelled_because}"
    if o.let_off_at is not None:
        yield f"let off {show(o.let_off_at)}"
    if o.not_known_because:
        yield o.not_known_because
    if o.awaits:
        yield f"still out: {'; '.join(o.awaits)}"
