"""The condition form: connectives over leaves, each leaf comparing one term with constants.

Small on purpose. Because a leaf never compares two unknowns with each other, every condition splits the cases
into finitely many regions; that is what makes comparison, witnesses and columns exact.

Nodes are equal when they say the same thing: positions are carried for messages and never compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.moments import Moment
    from carepanel.source import Position

LeapBirthday = Literal["1 march", "28 february"]
Side = Literal["before", "after"]
Take = Literal["longest", "total"]


# Terms: what a leaf compares.


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the case by its dotted name, e.g. ``child.looked_after``: a flag, choice, set, date, money or
    number.
    """

    name: str


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years between a date fact and the day of a moment, e.g. the child's age on the day of the panel.

    `leap_birthday` says when somebody born on 29 February has their birthday in an ordinary year.
    """

    born: str
    on: Moment
    leap_birthday: LeapBirthday


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a length of time before or after the day of a moment, e.g. the 12 months that end with the day of
    the panel.
    """

    count: int
    unit: Literal["days", "weeks", "months", "years"]
    moment: Moment
    side: Side


@dataclass(frozen=True, slots=True)
class Count:
    """How many events of one kind, meeting `where`, lie on or after the date fact `since` (all of them when it is
    empty), and in the window, where there is one.
    """

    event: str
    where: Condition
    since: str = ""
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """How many days the events of one kind last, meeting `where`: from the day that their attribute `first` holds to
    that of `last`, both counted. The `longest` of them, or the `total`, in which a day of several counts once; of the
    window alone, where there is one.
    """

    event: str
    first: str
    last: str
    where: Condition
    take: Take
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """1 where the day of a moment lies in a window, 0 where it does not."""

    moment: Moment
    window: Window


@dataclass(frozen=True, slots=True)
class Size:
    """How many members a set fact has."""

    fact: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the event being counted; stands only inside `Count.where`."""

    name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The latest outcome of a decision; no value while it has not been taken."""

    decision: str


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a duty at the asked instant."""

    duty: str


Term = Fact | Age | Count | Days | Inside | Size | Attribute | Outcome | Status


# Leaves.


@dataclass(frozen=True, slots=True)
class OneOf:
    """The term has one of these values (a flag's are `True` and `False`)."""

    term: Term
    values: frozenset[str | bool]
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class InRange:
    """``low <= term <= high``, whole numbers (money in pence); `None` leaves that side open."""

    term: Term
    low: int | None
    high: int | None
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Includes:
    """The set fact has this member."""

    term: Fact
    member: str
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IsKnown:
    """The fact has been given. The one leaf that learning more can turn from no to yes."""

    term: Fact
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Happened:
    """The moment has come by the asked instant."""

    moment: Moment
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A value the policy leaves undecided (a reading with `chosen: undecided`): never known."""

    reading: str
    position: Position | None = field(default=None, compare=False, repr=False)


Leaf = OneOf | InRange | Includes | IsKnown | Happened | Unsettled


# Connectives.


@dataclass(frozen=True, slots=True)
class Constant:
    """`always` or `never`."""

    value: bool
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of another rule, by its id, e.g. ``eligibility.legal_threshold``."""

    rule: str
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; yes when there are none."""

    parts: tuple[Condition, ...]
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds; no when there are none."""

    parts: tuple[Condition, ...]
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Condition, ...]
    position: Position | None = field(default=None, compare=False, repr=False)


Condition = Leaf | Constant | Answer | Not | All | Any | AtLeast

ALWAYS = Constant(value=True)
NEVER = Constant(value=False)


def children(condition: Condition) -> tuple[Condition, ...]:
    """The parts directly below a node, in their written order; a leaf has none."""
    match condition:
        case Not(part=part):
            return (part,)
        case All(parts=parts) | Any(parts=parts) | AtLeast(parts=parts):
            return parts
        case _:
            return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """The node and every node below it, parents first."""
    yield condition
    for part in children(condition):
        yield from walk(part)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf below (or at) the node, in written order, repeats included."""
    return (node for node in walk(condition) if isinstance(node, Leaf))


def answers(condition: Condition) -> Iterator[str]:
    """The ids of the rules whose answers the condition uses."""
    return (node.rule for node in walk(condition) if isinstance(node, Answer))
