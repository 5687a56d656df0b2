"""Readings: find them where they stand, and put the chosen option's value in their place.

A reading stands where a value stands, as ``{reading: NAME}`` or ``{reading: NAME, values: {option: value}}``.
Substituting
them in the positioned document, before anything else is read, keeps every later room free of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.conditions.scope import listed, one_or_many, text
from carepanel.diagnostics import did_you_mean
from carepanel.model.terms import Reading
from carepanel.text.document import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as MappingABC

    from carepanel.diagnostics import Problems
    from carepanel.text.document import Node

UNDECIDED = "undecided"
NOT_SUBSTITUTED = frozenset({"clauses", "readings", "parties", "facts", "events"})
"""Sections in which no reading stands."""

TABLES = {"routes": "route", "kinds": "kind", "disposition": "disposition"}
"""The first-match tables: the section's name, and the name of its answer."""

_WHOLE = frozenset({"counting", "words", "membership"})
"""Sections that are one entry."""


SETTLED = frozenset(
    (
        *("title", "must", "should", "will", "usually", "may", "must_not", "actor", "or", "as", "members_attend"),
        *(
            "quorum",
            "run_by",
            "cut_off",
            "meets",
            "every",
            "day",
            "counting_from",
            "starts",
            "ends",
            "slots",
            "length",
            "then",
            "heard_at",
        ),
        *("exactly_on_time", "birthday_29_february", "for_each", "stands_in_for", "no_older_than"),
    )
)
"""The keys whose value must be settled: the engine has no way of saying that it is not known."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The options taken, reading to option, and what stands in for an undecided one where the value must be settled."""

    options: MappingABC[str, str]
    first: MappingABC[str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """One place where a reading stands: the section and entry it belongs to, the key whose value it gives, and its
    node.
    """

    reading: str
    section: str
    entry: str
    node: Mapping
    key: str = ""
    clause: str = ""

    @property
    def rule(self) -> str:
        """The id of the rule, panel or section it belongs to: ``obligations.lodge_papers``, ``disposition[2]``,
        ``counting``.
        """
        if self.section in TABLES:
            return f"{TABLES[self.section]}[{self.entry}]"
        return f"{self.section}.{self.entry}" if self.entry else self.section


def read_readings(document: Mapping, problems: Problems) -> dict[str, Reading]:
    """The readings of a policy, with the places in which each stands."""
    section = document.get("readings")
    entries = section.entries if isinstance(section, Mapping) else ()
    places: dict[str, list[str]] = {}
    for site in sites(document):
        places.setdefault(site.reading, []).append(site.rule)
    found = {entry.key: _reading(entry, tuple(dict.fromkeys(places.get(entry.key, ())))) for entry in entries}
    _check(found, document, problems)
    return found


def _reading(entry: Entry, stands_in: tuple[str, ...]) -> Reading:
    node = entry.value if isinstance(entry.value, Mapping) else Mapping((), entry.key_position)
    options = node.get("options")
    clauses = node.get("clause")
    return Reading(
        id=entry.key,
        clauses=tuple(
            text(c) for c in (clauses.items if isinstance(clauses, Sequence) else (clauses,)) if c is not None
        ),
        question=text(node.get("question")),
        options={o.key: text(o.value) for o in options.entries} if isinstance(options, Mapping) else {},
        chosen=text(node.get("chosen")),
        because=text(node.get("because")),
        confirmed_by=text(node.get("confirmed_by")),
        no_case=text(node.get("no_case")),
        not_tried=text(node.get("not_tried")),
        stands_in=stands_in,
        position=entry.key_position,
    )


def sites(document: Mapping) -> Iterator[Site]:
    """Every place of the document where a reading stands, in the order of the file."""
    for section in document.entries:
        if section.key in NOT_SUBSTITUTED:
            continue
        match section.value:
            case Mapping(entries=entries) if "reading" not in section.value and section.key not in _WHOLE:
                for entry in entries:
                    yield from _below(entry.value, section.key, entry.key)
            case Sequence(items=rows):
                for number, row in enumerate(rows, start=1):
                    yield from _below(row, section.key, str(number))
            case _:
                yield from _below(section.value, section.key, "")


def _below(node: Node, section: str, entry: str, key: str = "", clause: str = "") -> Iterator[Site]:
    match node:
        case Mapping() if "reading" in node:
            yield Site(text(node.get("reading")), section, entry, node, key, clause)
            values = node.get("values")
            for line in values.entries if isinstance(values, Mapping) else ():
                yield from _below(line.value, section, entry, key, clause)
        case Mapping(entries=entries):
            cited = next((text(each) for each in one_or_many(node.get("clause"))), "") or clause
            for line in entries:
                yield from _below(line.value, section, entry, line.key, cited)
        case Sequence(items=items):
            for item in items:
                yield from _below(item, section, entry, key, clause)
        case _:
            return


def is_settled(section: str, key: str) -> bool:
    """Whether the value of this key must be settled. In `counting` and `words` every value must."""
    return key in SETTLED or section in ("counting", "words")


def check_decided(document: Mapping, choices: MappingABC[str, str], problems: Problems) -> None:
    """Write down every reading that is left undecided where the value must be settled."""
    for site in sites(document):
        if choices.get(site.reading) == UNDECIDED and is_settled(site.section, site.key):
            message = f"the reading `{site.reading}` cannot be left undecided here: `{site.key}` must be settled"
            problems.add("undecided-here", message, site.node.position, "choose one of its options", site.clause)


def _check(readings: MappingABC[str, Reading], document: Mapping, problems: Problems) -> None:
    for site in sites(document):
        _check_site(site, readings, problems)
    for reading in readings.values():
        _check_reading(reading, problems)


def _check_site(site: Site, readings: MappingABC[str, Reading], problems: Problems) -> None:
    reading = readings.get(site.reading)
    at = (site.node.get("reading") or site.node).position
    if reading is None:
        help_ = did_you_mean(site.reading, readings) or "add it under `readings`"
        problems.add("unknown-reading", f"`{site.reading}` is no reading of this policy", at, help_, site.clause)
        return
    values = site.node.get("values")
    for entry in values.entries if isinstance(values, Mapping) else ():
        if entry.key not in reading.options:
            message = f"`{entry.key}` is no option of the reading `{reading.id}`"
            help_ = did_you_mean(entry.key, reading.options) or f"its options are {listed(reading.options)}"
            problems.add("unknown-option", message, entry.key_position, help_, site.clause)


def _check_reading(reading: Reading, problems: Problems) -> None:
    at = reading.position
    if at is None:  # pragma: no cover - readings read from a document have a position
        return
    clause = reading.clauses[0] if reading.clauses else ""
    if reading.chosen not in reading.options and reading.chosen != UNDECIDED:
        message = f"the reading `{reading.id}` has no option `{reading.chosen}` to be chosen"
        help_ = did_you_mean(reading.chosen, reading.options) or f"choose {listed(reading.options)}, or `undecided`"
        problems.add("unknown-option", message, at, help_, clause)
    if UNDECIDED in reading.options:
        message = (
            f"`{UNDECIDED}` is what a reading is until an option is chosen, and cannot be an option of `{reading.id}`"
        )
        problems.add("reserved-name", message, at, "give the option another name", clause)
    if not reading.stands_in and not reading.not_tried:
        message = f"the reading `{reading.id}` stands in no rule"
        problems.add(
            "reading-stands-nowhere",
            message,
            at,
            "give it a place in a rule, or say in `not_tried` how the rules settle it",
            clause,
        )
    if reading.stands_in and reading.not_tried:
        message = f"the reading `{reading.id}` stands in a rule, so its options are tried"
        problems.add("reading-is-tried", message, at, "remove `not_tried`", clause)


def holding_readings(node: Node) -> frozenset[int]:
    """The identities of the nodes in which some reading stands: the only ones that a choice can change."""
    found: set[int] = set()
    _holds(node, found)
    return frozenset(found)


def _holds(node: Node, found: set[int]) -> bool:
    match node:
        case Mapping(entries=entries):
            holds = _some_hold((line.value for line in entries), found) or "reading" in node
        case Sequence(items=items):
            holds = _some_hold(items, found)
        case _:
            holds = False
    if holds:
        found.add(id(node))
    return holds


def _some_hold(nodes: Iterable[Node], found: set[int]) -> bool:
    """Whether a reading stands in any of them. All are looked into, so that each that holds one is found."""
    holding = [_holds(node, found) for node in nodes]
    return True in holding


def substitute(node: Node, choice: Choice, holding: frozenset[int], section: str = "", key: str = "") -> Node:
    """The node with each reading replaced by the value of the chosen option.

    A reading left undecided becomes ``{undecided: NAME}``. `holding` is what `holding_readings` found: no other node is
    opened, and those shared between two choices stay the very same. `section` and `key` say where the node stands.
    """
    if id(node) not in holding:
        return node
    match node:
        case Mapping() if "reading" in node:
            return substitute(_chosen(node, choice, is_settled(section, key)), choice, holding, section, key)
        case Mapping(entries=entries):
            changed = (
                Entry(e.key, e.key_position, substitute(e.value, choice, holding, section or e.key, e.key))
                for e in entries
            )
            return Mapping(tuple(changed), node.position)
        case Sequence(items=items):
            return Sequence(tuple(substitute(item, choice, holding, section, key) for item in items), node.position)
        case _:
            return node


def _chosen(node: Mapping, choice: Choice, settled: bool) -> Node:
    name = text(node.get("reading"))
    option = choice.options.get(name, UNDECIDED)
    if option == UNDECIDED and settled:
        option = choice.first.get(name, UNDECIDED)
    if option == UNDECIDED:
        word = Scalar(name, node.position)
        return Mapping((Entry(UNDECIDED, node.position, word),), node.position)
    values = node.get("values")
    given = values.get(option) if isinstance(values, Mapping) else None
    return given if given is not None else Scalar(option, node.position)
