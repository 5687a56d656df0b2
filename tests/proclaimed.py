"""A bank holiday proclaimed a week before, and a young person who turns 18 that week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carepanel import resources

if TYPE_CHECKING:
    from pathlib import Path

    from carepanel.schedule.moved import Moved

NEXT_DAY = '"2026-08-31": Summer bank holiday\n'


def with_day(folder: Path, day: str) -> Path:
    """The shipped calendar with one more day."""
    text = resources.shared_bytes("england_and_wales").decode()
    assert NEXT_DAY in text
    changed = text.replace(NEXT_DAY, f'"{day}": A day proclaimed\n  {NEXT_DAY}').replace('version: "1"', 'version: "2"')
    path = folder / f"proclaimed_{day}.yaml"
    path.write_text(changed, encoding="utf-8")
    return path


NEARLY_EIGHTEEN: dict[str, Any] = {
    # 17 on Monday 15 June, when the panel would have been, and 18 on Tuesday 16
    "case": "CAM-17",
    "facts": {
        "child.date_of_birth": "2008-06-16",
        "child.looked_after": False,
        "child.unaccompanied_asylum_seeker": False,
        "child.open_to": [],
        "child.can_give_views": True,
        "homelessness.at_risk": True,
        "homelessness.became_looked_after": False,
        "legal.planning_meeting_held": False,
        "request.about": "entry_to_care",
    },
    "events": [{"event": "put_forward", "meeting": "panel", "day": "2026-06-15", "at": "2026-06-08T09:30"}],
    "history_complete_since": "2008-06-16",
}


def sides(moved: tuple[Moved, ...]) -> dict[str, tuple[str, str]]:
    return {one.id: (one.was.says, one.now.says) for one in moved}
