"""The reader: the bytes of a YAML or JSON file in, a document or all the problems in it out. It never raises.

It follows libyaml's parser events and composes nothing itself, so aliases never expand, and a hostile file is refused
in bounded time and memory: its size before parsing, depth and count while the events are read. Of YAML it keeps what
every reader and every person understands alike: one map, text keys, no anchors, no tags, no dates, no guessing.

Deep nesting crashes libyaml's composer, which recurses. Its parser does not recurse, and no more events are asked for
than the depth limit allows, so the limit needs no look at the text beforehand.

A case file holds what is known about a child. Read with ``private=True``, no message repeats a word of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from carepanel.diagnostics import Diagnostic, in_order
from carepanel.source import Position
from carepanel.text import raw
from carepanel.text.document import Entry, Mapping, Scalar, Sequence
from carepanel.text.plain_scalar import Refusal, resolve
from carepanel.text.syntax import TAB, in_plain_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.text.document import Node

MAX_DEPTH = 24
MAX_VALUES = 20_000
MAX_TEXT = 8_192
MAX_PROBLEMS = 100
_MAX_QUOTED = 60

_EMPTY = "the file is empty, expected a map of keys and values"
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,128}")
_KEY_RULE = "expected letters from a to z, digits, `_`, `.` and `-`"
_KEY_HELP = "look for spaces, for letters that only resemble a to z, and for text that was meant as a value"
_ALIAS_HELP = "write the value out, or put text that begins so in quotes"
_TAG = "a tag, which begins with `!`, is not allowed"
_TAG_HELP = "take it out, or put text that begins so in quotes"
_ABSENT_HELP = "write the value, or leave the key out"
_COMMA_HELP = "a comma inside `{...}` starts a new key: put text that holds a comma in quotes"

# The events and marks of libyaml and of PyYAML's own parser share no type.
_Event = Any
_Mark = Any
# libyaml where PyYAML was built with it, otherwise PyYAML's own parser, which is slower and has the same events.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(data: bytes, name: str, *, private: bool = False) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
    """The document in `data`, or None and all the problems in it. `name` is the file every position speaks of."""
    reader = _Reader(name, private)
    try:
        root = reader.document(data)
    except _StoppedError:
        root = None
    problems = in_order(reader.problems)
    return (None, problems) if problems else (root, ())


class _StoppedError(Exception):
    """Reading cannot go on; the reason is among the problems."""


@dataclass(slots=True)
class _Reader:
    """One reading of one file: the problems so far, and the events still to come."""

    name: str
    private: bool
    problems: list[Diagnostic] = field(default_factory=list)
    values: int = 0
    events: Iterator[_Event] = field(default_factory=lambda: iter(()))
    here: Position = field(init=False)

    def __post_init__(self) -> None:
        self.here = Position(self.name, 1, 1)

    # What is said.

    def add(self, problem: Diagnostic) -> None:
        self.problems.append(problem)
        if len(self.problems) == MAX_PROBLEMS:
            message = f"the first {MAX_PROBLEMS} problems are listed, reading stops here"
            self.stop("too-many-problems", message, problem.position)

    def report(self, code: str, message: str, position: Position, help_: str = "") -> None:
        self.add(Diagnostic(code, message, position, help_))

    def stop(self, code: str, message: str, position: Position, help_: str = "") -> None:
        self.problems.append(Diagnostic(code, message, position, help_))
        raise _StoppedError

    def key_name(self, text: str) -> str:
        return "a key" if self.private else f"the key `{_shown(text)}`"

    def value_name(self, text: str) -> str:
        return "a value" if self.private else f"`{_shown(text)}`"

    def in_quotes(self, text: str) -> str:
        show = not self.private and len(text) <= _MAX_QUOTED
        return f'put it in quotes: "{_shown(text)}"' if show else "put it in quotes"

    def at(self, mark: _Mark) -> Position:
        return Position(self.name, mark.line + 1, mark.column + 1)

    # The file as a whole.

    def document(self, data: bytes) -> Mapping | None:
        text = raw.decode(data, self.name)
        if isinstance(text, Diagnostic):
            self.add(text)
            return None
        for problem in raw.invisible_characters(text, self.name, private=self.private):
            self.add(problem)
        if (directive := raw.directive(text, self.name)) is not None:
            self.add(directive)
            return None
        return self.parsed(raw.made_visible(text))

    def parsed(self, text: str) -> Mapping | None:
        try:
            self.events = iter(yaml.parse(text, Loader=_LOADER))
            return self.root(text)
        except yaml.YAMLError as error:
            self.syntax(error, text)
        except (ValueError, OverflowError):  # from the parsers themselves, on an escape in a tag or past U+10FFFF
            self.report("syntax", "an escape after this point stands for no character", self.here)
        return None

    def root(self, text: str) -> Mapping | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                root = self.checked_root(event)
            elif isinstance(event, yaml.DocumentEndEvent):
                self.rest(text, event.end_mark)
                return root if isinstance(root, Mapping) else None
        self.report("not-a-mapping", _EMPTY, self.here)
        return None

    def rest(self, text: str, end: _Mark) -> None:
        if (second := raw.second_document(text, end.index, self.name)) is not None:
            self.add(second)

    def checked_root(self, event: yaml.NodeEvent) -> Node | None:
        if _is_absent(event):
            self.report("not-a-mapping", _EMPTY, self.at(event.start_mark))
            return None
        if not isinstance(event, yaml.MappingStartEvent):
            found = "a list" if isinstance(event, yaml.SequenceStartEvent) else "a single value"
            message = f"the file holds {found}, expected a map of keys and values"
            self.report("not-a-mapping", message, self.at(event.start_mark))
        return self.node(event, 1)

    def syntax(self, error: yaml.YAMLError, text: str) -> None:
        mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        saying = in_plain_words(str(getattr(error, "context", "")), str(getattr(error, "problem", "")))
        if mark is not None and text[mark.index : mark.index + 1] == "\t":
            saying = TAB
        place = (start if saying.at_start else None) or mark
        self.report(saying.code, saying.message, self.at(place) if place else self.here, saying.help)

    # Nodes. None stands for one that a problem spoiled.

    def node(self, event: _Event, depth: int) -> Node | None:
        position = self.at(event.start_mark)
        self.check(event, depth, position)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, position)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self.items(depth)), position)
        if isinstance(event, yaml.MappingStartEvent):
            return Mapping(tuple(self.entries(depth, flow=bool(event.flow_style))), position)
        return None

    def check(self, event: _Event, depth: int, position: Position) -> None:
        """What is asked of every node, whatever its kind."""
        self.here = position
        self.values += 1
        if self.values > MAX_VALUES:
            self.stop("too-many-values", f"the file holds more than {MAX_VALUES} values", position, "split the file")
        if depth > MAX_DEPTH:
            message = f"lists and maps are nested more than {MAX_DEPTH} deep"
            self.stop("too-deep", message, position, "name the inner part and refer to it by its name")
        if isinstance(event, yaml.AliasEvent):
            self.report("alias-not-allowed", "an alias, which begins with `*`, is not allowed", position, _ALIAS_HELP)
        elif event.anchor is not None:
            self.report("anchor-not-allowed", "an anchor, which begins with `&`, is not allowed", position, _ALIAS_HELP)
        if getattr(event, "tag", None) is not None:
            self.report("tag-not-allowed", _TAG, position, _TAG_HELP)

    def scalar(self, event: yaml.ScalarEvent, position: Position) -> Scalar | None:
        meaning = resolve(event.value) if _is_plain(event) else event.value
        if len(event.value) > MAX_TEXT:
            message = f"a text has {len(event.value)} characters, expected no more than {MAX_TEXT}"
            self.report("text-too-long", message, position, "keep the part that matters")
        elif hidden := raw.invisible_escape(event.value, position, private=self.private):
            self.add(hidden)
        elif isinstance(meaning, Refusal):
            self.refused(event.value, meaning, position)
        else:
            return Scalar(meaning, position, quoted=not _is_plain(event))
        return None

    def refused(self, text: str, refusal: Refusal, position: Position) -> None:
        help_ = "write the value, or leave it out" if refusal.code == "null-value" else self.in_quotes(text)
        if refusal.instead:
            help_ = f"{refusal.instead}, or, if it is text, {help_}"
        self.report(refusal.code, f"{self.value_name(text)} {refusal.reads_as}", position, help_)

    def items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            if _is_absent(event):
                message = "a list item is empty, expected a value"
                self.report("item-without-value", message, self.at(event.start_mark), "write it, or take the item out")
            elif (item := self.node(event, depth + 1)) is not None:
                yield item

    # Maps and their keys.

    def entries(self, depth: int, *, flow: bool) -> Iterator[Entry]:
        seen: dict[str, Position] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            position = self.at(event.start_mark)
            key = self.key(event, depth, position)
            value_event = next(self.events)
            if _is_absent(value_event):
                self.without_value(key, position, flow=flow)
                continue
            is_good = key is not None and self.is_good_key(key, position) and self.is_new(key.value, position, seen)
            value = self.node(value_event, depth + 1)
            if key is not None and is_good and value is not None:
                yield Entry(key.value, position, value)

    def key(self, event: _Event, depth: int, position: Position) -> yaml.ScalarEvent | None:
        """The key, not yet looked at; what follows it comes first, since a key alone is often no key but a comma."""
        if isinstance(event, yaml.ScalarEvent):
            self.check(event, depth + 1, position)
            return event
        if isinstance(event, yaml.CollectionStartEvent):
            self.report("key-not-text", "a list or a map stands where a key is expected", position, "write a word")
        self.node(event, depth + 1)
        return None

    def without_value(self, key: yaml.ScalarEvent | None, position: Position, *, flow: bool) -> None:
        named = self.key_name(key.value) if key is not None else "a key"
        self.report("key-without-value", f"{named} has no value", position, _COMMA_HELP if flow else _ABSENT_HELP)

    def is_new(self, key: str, position: Position, seen: dict[str, Position]) -> bool:
        first = seen.setdefault(key, position)
        if first is position:
            return True
        message = f"{self.key_name(key)} is already in this map, on line {first.line}"
        self.report("duplicate-key", message, position, "keep one of the two, or give one another name")
        return False

    def is_good_key(self, event: yaml.ScalarEvent, position: Position) -> bool:
        text = event.value
        if text == "<<":
            self.report("merge-key", "a merge key, `<<`, is not allowed", position, "write out the lines it stands for")
        elif not text:
            self.report("key-not-text", "a key is empty, expected a word before the colon", position, "write the key")
        elif _is_plain(event) and not isinstance(resolve(text), str):
            message = f"{self.key_name(text)} does not read as text, and keys are always text"
            self.report("key-not-text", message, position, self.in_quotes(text))
        elif not _KEY.fullmatch(text):
            self.report("key-not-plain", f"{self.key_name(text)} is not plain, {_KEY_RULE}", position, _KEY_HELP)
        else:
            return True
        return False


def _is_plain(event: yaml.ScalarEvent) -> bool:
    return not event.style


def _is_absent(event: _Event) -> bool:
    """Whether nothing at all was written where a value belongs."""
    return (
        isinstance(event, yaml.ScalarEvent)
        and _is_plain(event)
        and (event.value, event.tag, event.anchor) == ("", None, None)
    )


def _shown(text: str) -> str:
    """The author's words as they stand between backticks: on one line, and cut short."""
    line = raw.made_visible(text).replace("`", "'").replace("\n", " ")
    return line if len(line) <= _MAX_QUOTED else f"{line[: _MAX_QUOTED - 3]}..."
