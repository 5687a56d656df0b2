"""Rules as gates: each condition put into negation-free rules over flags, for an engine that can only chain forward.

Whatever has a truth gets two flags: one says that it is known to hold, the other that it is known not to. Neither is
raised while the truth is not known, and never both. Kleene's connectives then need no negation: *all* holds once
every part holds and fails once some part fails, *any* is its mirror image, and *not* trades the two flags. A gate
says: once all of these flags are raised, raise that one.

Each side of a rule is written out as alternatives, one gate each, over leaf flags and the flags of other rules.
Alternatives that cannot occur, or that say no more than a shorter one, are left out; so every gate matters.
A part that would multiply the alternatives, or make one too wide, gets a flag of its own wherever it occurs.
"""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import chain, combinations, islice, product
from math import comb, prod
from typing import TYPE_CHECKING, NamedTuple

from carepanel.conditions import ast
from carepanel.errors import CarepanelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

WIDEST_GATE = 16
MOST_GATES = 4096
MOST_PARTS_COUNTED = 32
_MOST_ALTERNATIVES = 8

_Alternatives = tuple[frozenset[str], ...]


class Flags(NamedTuple):
    """The two flags of one truth: raised when it is known to be yes, and when it is known to be no."""

    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Once all `inputs` are raised, raise `output`; without inputs, always. `rule` is the first rule that needed it."""

    output: str
    inputs: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A set of rules as gates. The inputs of a gate are leaf flags and outputs of earlier strata."""

    strata: tuple[tuple[Gate, ...], ...]
    leaves: Mapping[ast.Leaf, Flags]
    rules: Mapping[str, Flags]


class Untranslatable(CarepanelError):
    """The rules cannot be put into gates: why, in a subclass."""


class UnknownAnswer(Untranslatable):
    """A condition of `rule` uses the answer of a rule that is not there."""

    def __init__(self, rule: str, answer: str) -> None:
        super().__init__(rule, answer)

    def __str__(self) -> str:
        return "rule `{}` uses the answer of `{}`, which is not a rule".format(*self.args)


class CircularAnswers(Untranslatable):
    """Rules wait for each other's answers; the arguments are their ids."""

    def __str__(self) -> str:
        return "these rules wait for each other's answers: " + ", ".join(f"`{rule}`" for rule in self.args)


class TooManyParts(Untranslatable):
    """An `at_least` of `rule` counts over more than `MOST_PARTS_COUNTED` parts."""

    def __init__(self, rule: str, parts: int) -> None:
        super().__init__(rule, parts)

    def __str__(self) -> str:
        return "rule `{}` counts over {} parts; at most {} can be counted".format(*self.args, MOST_PARTS_COUNTED)


class TooManyGates(Untranslatable):
    """The rules together need more than `MOST_GATES` gates."""

    def __str__(self) -> str:
        return f"the rules need more than {MOST_GATES} gates; fewer or smaller rules are needed"


def translate(rules: Mapping[str, ast.Condition]) -> Translation:
    """The gates that conclude every rule's answer from the truths of the leaves.

    Raises a kind of `Untranslatable` when an answer is unknown or circular, or when the rules are too large.
    """
    _require_known_and_acyclic(rules)
    formulas = _Formulas(rules)
    sides = {rule: formulas.sides(rule, condition) for rule, condition in rules.items()}
    gates = tuple(islice(formulas.gates(sides), MOST_GATES + 1))
    if len(gates) > MOST_GATES:
        raise TooManyGates
    return Translation(in_strata(gates), formulas.leaf_flags, formulas.rule_flags)


def _require_known_and_acyclic(rules: Mapping[str, ast.Condition]) -> None:
    uses = {rule: {node.rule for node in _nodes(c) if isinstance(node, ast.Answer)} for rule, c in rules.items()}
    for rule, answers in uses.items():
        for answer in sorted(answers - rules.keys()):
            raise UnknownAnswer(rule, answer)
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        raise CircularAnswers(*error.args[1]) from None


def _nodes(condition: ast.Condition) -> Iterator[ast.Condition]:
    """Every node once, parts before the node that holds them. Keeps its own stack: nesting may be any depth."""
    met: set[int] = set()
    waiting = [(condition, False)]
    while waiting:
        node, parts_given = waiting.pop()
        if parts_given:
            yield node
        elif id(node) not in met:
            met.add(id(node))
            waiting.append((node, True))
            waiting.extend((part, False) for part in reversed(ast.children(node)))


def in_strata(gates: Sequence[Gate]) -> tuple[tuple[Gate, ...], ...]:
    """Each gate in the earliest stratum in which all its inputs are settled."""
    feeds: dict[str, set[str]] = {}
    for gate in gates:
        feeds.setdefault(gate.output, set()).update(gate.inputs)
    settled: dict[str, int] = {}
    for flag in TopologicalSorter(feeds).static_order():
        settled[flag] = 1 + max((settled[i] for i in feeds[flag]), default=0) if flag in feeds else 0
    strata: list[list[Gate]] = [[] for _ in range(max(settled.values(), default=0))]
    for gate in gates:
        strata[max((settled[i] for i in gate.inputs), default=0)].append(gate)
    return tuple(tuple(stratum) for stratum in strata)


class _Sides(NamedTuple):
    """The two negation-free formulas of one condition, by number: that it holds, and that it does not."""

    yes: int
    no: int


class _Formulas:
    """The negation-free formulas of a set of rules, equal ones kept once. Lives for one `translate`.

    A formula is a number; `_alternatives` holds what makes it true, `_flag_of` the flag that stands for it, if any.
    """

    def __init__(self, rules: Iterable[str]) -> None:
        self._alternatives: list[_Alternatives] = []
        self._numbers: dict[tuple[object, ...], int] = {}
        self._flag_of: dict[int, str] = {}
        self._stands_for: dict[str, int] = {}
        self._opposite: dict[str, str] = {}
        self._flags_given = 0
        self.leaf_flags: dict[ast.Leaf, Flags] = {}
        self.rule_flags = {rule: self._two_flags() for rule in rules}

    def sides(self, rule: str, condition: ast.Condition) -> _Sides:
        """Both sides of the condition of `rule`."""
        known: dict[int, _Sides] = {}
        for node in _nodes(condition):
            known[id(node)] = self._node_sides(rule, node, tuple(known[id(part)] for part in ast.children(node)))
        return known[id(condition)]

    def gates(self, sides: Mapping[str, _Sides]) -> Iterator[Gate]:
        """The gates of every rule, each followed by those of the parts it uses that have a flag of their own."""
        raised: set[str] = set()
        for rule, (yes, no) in sides.items():
            waiting = [(self.rule_flags[rule].no, no), (self.rule_flags[rule].yes, yes)]
            while waiting:
                flag, formula = waiting.pop()
                if flag in raised:
                    continue
                raised.add(flag)
                for alternative in self._alternatives[formula]:
                    yield Gate(flag, tuple(sorted(alternative)), rule)
                    waiting.extend((part, self._stands_for[part]) for part in alternative if part in self._stands_for)

    def _node_sides(self, rule: str, node: ast.Condition, parts: tuple[_Sides, ...]) -> _Sides:
        yes, no = tuple(part.yes for part in parts), tuple(part.no for part in parts)
        match node:
            case ast.Constant(value=value):
                held, failed = self._every(()), self._some(())
                return _Sides(held, failed) if value else _Sides(failed, held)
            case ast.Answer(rule=other):
                return _Sides(*map(self._only, self.rule_flags[other]))
            case ast.Not():
                return _Sides(*no, *yes)
            case ast.All():
                return _Sides(self._every(yes), self._some(no))
            case ast.Any():
                return _Sides(self._some(yes), self._every(no))
            case ast.AtLeast(count=count):
                if len(parts) > MOST_PARTS_COUNTED:
                    raise TooManyParts(rule, len(parts))
                return _Sides(self._at_least(count, yes), self._at_least(len(parts) - count + 1, no))
            case _ if isinstance(node, ast.Leaf):
                if node not in self.leaf_flags:
                    self.leaf_flags[node] = self._two_flags()
                return _Sides(*map(self._only, self.leaf_flags[node]))
        raise TypeError(f"rule `{rule}` holds something that is not a condition")

    def _two_flags(self) -> Flags:
        flags = Flags(self._new_flag(), self._new_flag())
        self._opposite |= {flags.yes: flags.no, flags.no: flags.yes}
        return flags

    def _new_flag(self) -> str:
        self._flags_given += 1
        return f"f{self._flags_given - 1:05d}"

    def _only(self, flag: str) -> int:
        """The formula that is true once `flag` is raised."""
        return self._number(("only", flag), (frozenset((flag,)),))

    def _number(self, key: tuple[object, ...], alternatives: Iterable[frozenset[str]]) -> int:
        if key not in self._numbers:
            shortest = self._shortest(alternatives)  # working these out may number others first
            self._numbers[key] = len(self._alternatives)
            self._alternatives.append(shortest)
        return self._numbers[key]

    def _shortest(self, alternatives: Iterable[frozenset[str]]) -> _Alternatives:
        """The alternatives, without any that need opposite flags or contain another."""
        kept: list[frozenset[str]] = []
        for one in sorted(set(alternatives), key=lambda a: (len(a), sorted(a))):
            impossible = any(self._opposite.get(flag) in one for flag in one)
            if not impossible and not (len(one) > 1 and any(shorter <= one for shorter in kept)):
                kept.append(one)
        return tuple(kept[:1] if kept and not kept[0] else kept)

    def _every(self, parts: tuple[int, ...]) -> int:
        """The conjunction; true when there are no parts."""
        parts = tuple(sorted(set(parts)))
        key = ("every", *parts)
        if key in self._numbers:
            return self._numbers[key]
        while prod(len(self._alternatives[part]) for part in parts) > _MOST_ALTERNATIVES or (
            sum(self._width(part) for part in parts) > WIDEST_GATE
        ):
            parts = self._lighter(parts)
        choices = product(*(self._alternatives[part] for part in parts))
        return self._number(key, (frozenset(chain.from_iterable(choice)) for choice in choices))

    def _some(self, parts: tuple[int, ...]) -> int:
        """The disjunction; false when there are no parts."""
        parts = tuple(sorted(set(parts)))
        small = (self._cut(p) if len(self._alternatives[p]) > _MOST_ALTERNATIVES else p for p in parts)
        return self._number(("some", *parts), chain.from_iterable(self._alternatives[part] for part in small))

    def _at_least(self, count: int, parts: tuple[int, ...]) -> int:
        """That `count` of the parts are true: by combinations while they are few, otherwise by halves."""
        key = ("at least", count, *parts)
        if key not in self._numbers:
            if count <= 0 or count > len(parts):
                self._numbers[key] = self._every(()) if count <= 0 else self._some(())
            elif comb(len(parts), count) <= _MOST_ALTERNATIVES:
                self._numbers[key] = self._some(tuple(self._every(chosen) for chosen in combinations(parts, count)))
            else:
                half = len(parts) // 2
                split = range(max(0, count - len(parts) + half), min(count, half) + 1)
                halves = ((self._at_least(n, parts[:half]), self._at_least(count - n, parts[half:])) for n in split)
                self._numbers[key] = self._some(tuple(self._every(both) for both in halves))
        return self._numbers[key]

    def _width(self, part: int) -> int:
        return max((len(one) for one in self._alternatives[part]), default=0)

    def _lighter(self, parts: tuple[int, ...]) -> tuple[int, ...]:
        """The same conjunction with its heaviest part behind a flag; a conjunction of plain flags is put in groups."""
        heaviest = max(parts, key=lambda part: (len(self._alternatives[part]), self._width(part)))
        if len(self._alternatives[heaviest]) > 1 or self._width(heaviest) > 1:
            return tuple(self._cut(part) if part == heaviest else part for part in parts)
        groups = (parts[start : start + WIDEST_GATE] for start in range(0, len(parts), WIDEST_GATE))
        return tuple(self._cut(self._every(group)) for group in groups)

    def _cut(self, part: int) -> int:
        """The formula of a flag that stands for `part`; what can never be true needs none."""
        if not self._alternatives[part]:
            return part
        if part not in self._flag_of:
            self._flag_of[part] = self._new_flag()
            self._stands_for[self._flag_of[part]] = part
        return self._only(self._flag_of[part])
