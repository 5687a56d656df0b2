"""The accounting of clauses as text: clause, kind, what cites it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.render.layout import Page
from carepanel.render.problems import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carepanel.model.accounting import ClauseAccount


def clauses_text(entries: Sequence[ClauseAccount], *, width: int = 100, styled: bool = False) -> str:
    """One row a clause, those unaccounted for marked, and a last line that counts."""
    page = Page(width, styled)
    lines = page.rows(((f"{e.clause}  {e.kind.replace('_', ' ')}", _tone(e), _entry(e)) for e in entries), indent=0)
    left = [entry for entry in entries if not entry.accounted_for]
    return "\n".join([*lines, f"{number(len(entries), 'clause')}: {len(left)} unaccounted for"])


def _tone(entry: ClauseAccount) -> str:
    return "quiet" if entry.accounted_for else "bad"


def _entry(entry: ClauseAccount) -> str:
    judge = f" (judged by {entry.judged_by.replace('_', ' ')})" if entry.judged_by else ""
    if not entry.accounted_for:
        what = "cited, and no clause of this policy" if entry.kind == "missing" else "UNACCOUNTED FOR: no rule cites it"
        return f"{entry.says} — {what}{': ' + ', '.join(entry.cited_by) if entry.cited_by else ''}".removeprefix(" — ")
    cited = ", ".join(entry.cited_by)
    return f"{entry.says}{judge}{' — ' + cited if cited else ''}"
