"""An order in which everything comes after what it uses, and the circles that stand in the way of one."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from carepanel.errors import CarepanelError

if TYPE_CHECKING:
    from collections.abc import Mapping


class CircularRules(CarepanelError):
    """Rules that are defined by each other. `circle` holds their ids, the first again at the end."""

    def __init__(self, circle: tuple[str, ...]) -> None:
        self.circle = circle
        super().__init__(f"these rules are defined by each other: {' uses '.join(f'`{rule}`' for rule in circle)}")


def in_order_of_use(uses: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The names so that each follows the ones it uses, otherwise in the order given. Raises `CircularRules`."""
    try:
        return tuple(name for name in TopologicalSorter(uses).static_order() if name in uses)
    except CycleError as error:
        raise CircularRules(tuple(reversed(error.args[1]))) from None
