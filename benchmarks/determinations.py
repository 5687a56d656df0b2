"""One case of one authority, determined in every way there is, beside the same decision written by hand."""

from __future__ import annotations

from benchmarks.asked import ASKED, by_hand_at, by_hand_of
from benchmarks.timing import Contender, take_turns
from carepanel import load_policy
from carepanel.calendars.instants import parse_instant

BY_HAND = "by hand, its meeting given"


def determinations(authority: str, rounds: int) -> list[Contender]:
    """The times of every way to determine the authority's case, and of what comes before it."""
    asked = ASKED[authority]
    policy = load_policy(authority)
    case, at = policy.read_case(asked.case), parse_instant(asked.at)
    with_dates = by_hand_of(authority)
    by_hand = by_hand_at(authority, with_dates(case, at, at).sitting)
    contenders = [
        Contender("load and check the policy", lambda: load_policy(authority), every=20),
        Contender("read the case file", lambda: policy.read_case(asked.case), every=4),
        Contender("determine, trying readings", lambda: policy.determine(case, at, try_readings=True), every=20),
        Contender("determine, both engines", lambda: policy.determine(case, at)),
        Contender("determine, reference alone", lambda: policy.determine(case, at, second_opinion=False)),
        Contender("answers alone", lambda: policy.answers(case, at)),
        Contender("by hand, dates by calendars", lambda: with_dates(case, at, at), burst=10),
        Contender(BY_HAND, lambda: by_hand(case, at, at), burst=10),
    ]
    take_turns(contenders, rounds)
    return contenders
