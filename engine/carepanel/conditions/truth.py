"""The three truth values of Kleene's strong logic: no, not known, yes.

Conjunction is the least of its parts, disjunction the greatest, negation the mirror image
(S. C. Kleene, *Introduction to Metamathematics*, 1952, section 64).
"""

from __future__ import annotations

from enum import IntEnum


class Truth(IntEnum):
    """An answer. The order no < not known < yes is the order of the logic, so `min` is *and*, `max` is *or*."""

    NO = 0
    NOT_KNOWN = 1
    YES = 2

    def __invert__(self) -> Truth:
        return Truth(2 - self)

    @property
    def word(self) -> str:
        """The answer as the determination spells it: ``no``, ``not_known`` or ``yes``."""
        return self.name.lower()

    @classmethod
    def of(cls, claim: bool | None) -> Truth:
        """The truth of a claim that may be unknown (`None`)."""
        return cls.NOT_KNOWN if claim is None else cls.YES if claim else cls.NO
