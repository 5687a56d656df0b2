"""Timing by turns: in each round everything has its turn, so that a machine that slows down slows all alike.

Time by the clock is what somebody waits for. Time of the processor leaves out what the machine did for others in the
meantime, which falls on long runs more than on short ones, so ratios are taken of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PERCENT = 100


@dataclass(slots=True)
class Contender:
    """Something to be timed. It has its turn in one round of `every`, and then runs `burst` times, each timed alone.

    `seconds` and `processor` hold one time for each run, by the clock and of the processor.
    """

    name: str
    run: Callable[[], object]
    burst: int = 1
    every: int = 1
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def work(self) -> float:
        """The processor's time for an ordinary run."""
        return median(self.processor)

    @property
    def p99(self) -> float | None:
        """The time by the clock that one run in a hundred exceeds; None of fewer than a hundred runs."""
        return quantiles(self.seconds, n=_PERCENT)[-1] if len(self.seconds) >= _PERCENT else None


def take_turns(contenders: list[Contender], rounds: int) -> None:
    """Time them all. One run of each comes first and is not counted."""
    for contender in contenders:
        contender.run()
    for number in range(rounds):
        for contender in contenders:
            if number % contender.every == 0:
                for _ in range(contender.burst):
                    _time(contender)


def _time(contender: Contender) -> None:
    worked, begin = process_time(), perf_counter()
    contender.run()
    contender.seconds.append(perf_counter() - begin)
    contender.processor.append(process_time() - worked)
