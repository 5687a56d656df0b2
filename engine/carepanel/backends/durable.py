"""The second opinion: durable-rules chains from the truths of the leaves to every rule's answer, on its own account.

durable-rules 2.0.28 is fast and brittle: several legal-looking inputs end the process or are answered wrongly without
a word. So it meets nothing from outside. It is handed gates (`carepanel.backends.gates`) over flags that we name, and
for each case one flat message saying which flags are raised. Facts, dates, text, absence and rule ids stay out.

- Its rule core is called directly. The Python layer above it starts timers, swallows exceptions and reads the clock.
- A ruleset holds few gates, and a last rule that always fires. Rules fire in the order written, so once that one
  has fired all that could fire before it has; its silence means that the engine failed. It also makes deleting the
  state safe, which it is not for a state in which no rule ever fired.
- One stratum is settled before the next: conclusions become raised flags in the messages that follow. A ruleset none
  of whose flags is raised is passed over, as each of its gates lacks an input.
- One session, deleted after every case; one case at a time in the process, across forks too; an engine that errs is
  never touched again, and its place is taken by a new one.
"""

from __future__ import annotations

import json
import os
import re
import threading
import weakref
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from carepanel.backends.gates import MOST_GATES, WIDEST_GATE
from carepanel.conditions.truth import Truth
from carepanel.errors import CarepanelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType

    from carepanel.backends.gates import Gate, Translation
    from carepanel.conditions.ast import Leaf

_MOST_RULES = 32
_MOST_FLAGS = 64
_MOST_FAILURES = 3
_FLAG = re.compile(r"f[0-9]{5}")
_SESSION = "1"
_ALWAYS = "always"
_LAST = "last"
_RESERVED = ("id", "sid", "$s", _ALWAYS)

_one_case = threading.RLock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_one_case.acquire, after_in_parent=_one_case.release, after_in_child=_one_case.release)


class SecondOpinionFailed(CarepanelError):
    """There is no second opinion on this case: durable-rules cannot be had, or failed, or was asked wrongly."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"no second opinion: {self.reason}"


def available() -> bool:
    """A second opinion can be had here. durable-rules cannot be imported on Python 3.13 and later. Never raises."""
    return _core() is not None


def disagreements(reference: Mapping[str, Truth], second: Mapping[str, Truth]) -> tuple[str, ...]:
    """The ids of the rules on which the two differ; a rule that only one of them answers is a difference."""
    rules = dict.fromkeys((*reference, *second))
    return tuple(rule for rule in rules if reference.get(rule) is not second.get(rule))


class SecondOpinion:
    """durable-rules loaded with one set of rules. Meant to be kept: building takes longer than a case. Thread-safe."""

    def __init__(self, translation: Translation) -> None:
        """Raises `SecondOpinionFailed` where durable-rules is not available or cannot hold the gates."""
        _require_sound(translation)
        self._translation = translation
        self._failures = 0
        self._answering = False
        self._engine: _Engine | None = _Engine(translation)

    def conclude(self, leaves: Mapping[Leaf, Truth]) -> dict[str, Truth]:
        """Every rule's answer, given the truth of every leaf; other leaves in the mapping are ignored.

        A rule concluded both ways has no answer and is left out, which `disagreements` counts as a difference. That
        cannot happen with a faithful translation. Raises `SecondOpinionFailed` when a leaf was given no `Truth`, or
        the engine fails; the next case then gets a new engine, unless the last few have all failed.
        """
        raised = set(self._flags_of(leaves))
        with _one_case:
            if self._answering:
                raise SecondOpinionFailed("it was asked again while answering")
            try:
                self._answering = True
                self._settle(raised)
            finally:
                self._answering = False
        return dict(self._answers(raised))

    def _flags_of(self, leaves: Mapping[Leaf, Truth]) -> Iterator[str]:
        for leaf, flags in self._translation.leaves.items():
            truth = leaves.get(leaf)
            if not isinstance(truth, Truth):
                raise SecondOpinionFailed(f"a leaf was given no truth ({leaf.position or 'position unknown'})")
            if truth is not Truth.NOT_KNOWN:
                yield flags.yes if truth is Truth.YES else flags.no

    def _settle(self, raised: set[str]) -> None:
        if self._failures >= _MOST_FAILURES:
            raise SecondOpinionFailed(f"durable-rules failed {self._failures} times in a row")
        engine, self._engine = self._engine, None
        try:
            engine = engine or _Engine(self._translation)
            engine.settle(raised)
        except BaseException as error:
            self._failures += 1
            if engine is not None:
                engine.abandon()
            if isinstance(error, SecondOpinionFailed) or not isinstance(error, Exception):
                raise
            raise SecondOpinionFailed(f"durable-rules raised {type(error).__name__}") from None
        self._engine, self._failures = engine, 0

    def _answers(self, raised: set[str]) -> Iterator[tuple[str, Truth]]:
        for rule, flags in self._translation.rules.items():
            held, failed = flags.yes in raised, flags.no in raised
            if not (held and failed):
                yield rule, Truth.YES if held else Truth.NO if failed else Truth.NOT_KNOWN


@dataclass(frozen=True, slots=True)
class _Ruleset:
    """Gates held by one ruleset of durable-rules; `outputs` are theirs, in the order of its rules."""

    handle: int
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    unconditional: bool


class _Engine:
    """The rulesets of one translation. Their memory is given back with the engine, unless it was abandoned."""

    def __init__(self, translation: Translation) -> None:
        core = _core()
        if core is None:
            raise SecondOpinionFailed("durable-rules cannot be imported here")
        self._core = core
        self._rulesets: list[_Ruleset] = []
        handles: list[int] = []
        self._giving_back = weakref.finalize(self, _give_back, core, handles)
        self._giving_back.atexit = False
        for stratum in translation.strata:
            for gates in _shared_out(stratum):
                handles.append(core.create_ruleset(f"gates{len(handles)}", _written(gates)))
                self._rulesets.append(
                    _Ruleset(
                        handle=handles[-1],
                        inputs=tuple(dict.fromkeys(flag for gate in gates for flag in gate.inputs)),
                        outputs=tuple(gate.output for gate in gates),
                        unconditional=any(not gate.inputs for gate in gates),
                    )
                )

    def settle(self, raised: set[str]) -> None:
        """Add to the raised flags everything the gates conclude from them."""
        for ruleset in self._rulesets:
            present = [flag for flag in ruleset.inputs if flag in raised]
            if present or ruleset.unconditional:
                raised.update(self._concluded(ruleset, present))

    def abandon(self) -> None:
        """Leave the rulesets as they are for good: after an error even deleting them could end the process."""
        self._giving_back.detach()

    def _concluded(self, ruleset: _Ruleset, present: Iterable[str]) -> list[str]:
        fired = self._fired(ruleset, json.dumps({**dict.fromkeys(present, True), _ALWAYS: True, "sid": _SESSION}))
        if not fired or fired.pop() != _LAST:
            raise SecondOpinionFailed("durable-rules stopped before its last rule")
        self._core.delete_state(ruleset.handle, _SESSION)
        return [ruleset.outputs[int(name)] for name in fired]

    def _fired(self, ruleset: _Ruleset, message: str) -> list[str]:
        """The names of the rules that the message makes fire, in order. A result reads ``{"name":{...}}``."""
        fired: list[str] = []
        _, state = self._core.assert_fact(ruleset.handle, message)
        started = self._core.start_action_for_state(ruleset.handle, state)
        result = started[1] if started else None
        while result is not None:
            fired.append(result.split('"', 2)[1])
            if len(fired) > len(ruleset.outputs) + 1:
                raise SecondOpinionFailed("durable-rules fired a rule twice")
            result = self._core.complete_and_start_action(ruleset.handle, state)
        return fired


@cache
def _core() -> ModuleType | None:
    """The rule core of durable-rules, or nothing where it cannot be imported for whatever reason."""
    try:
        import durable_rules_engine  # type: ignore[import-not-found]
    except Exception:  # noqa: BLE001 - whatever keeps a C extension from loading, it cannot be had
        return None
    core: ModuleType = durable_rules_engine
    return core


def _give_back(core: ModuleType, handles: Iterable[int]) -> None:
    for handle in handles:
        core.delete_ruleset(handle)


def _require_sound(translation: Translation) -> None:
    """Refuse what the core is not to be trusted with: names not ours, names alike to it, too many or too wide gates."""
    gates = [gate for stratum in translation.strata for gate in stratum]
    flags = {flag for gate in gates for flag in (gate.output, *gate.inputs)}
    if len(gates) > MOST_GATES or any(len(gate.inputs) > WIDEST_GATE for gate in gates):
        raise SecondOpinionFailed("the gates are too many or too wide")
    if not all(_FLAG.fullmatch(flag) for flag in flags):
        raise SecondOpinionFailed("a flag has a name that is not of the form `f00042`")
    if len({_hash(name) for name in (*flags, *_RESERVED)}) != len(flags) + len(_RESERVED):
        raise SecondOpinionFailed("two flags look alike to durable-rules")


def _hash(name: str) -> int:
    """All that durable-rules keeps of an attribute's name: 32-bit FNV-1a."""
    value = 2166136261
    for byte in name.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def _shared_out(gates: Iterable[Gate]) -> Iterator[list[Gate]]:
    """The gates of a stratum in rulesets small enough; neighbours, which share flags, stay together."""
    held: list[Gate] = []
    flags: set[str] = set()
    for gate in gates:
        if held and (len(held) + 1 >= _MOST_RULES or len(flags | set(gate.inputs)) > _MOST_FLAGS):
            yield held
            held, flags = [], set()
        held.append(gate)
        flags |= set(gate.inputs)
    if held:
        yield held


def _written(gates: Iterable[Gate]) -> str:
    """The gates as a ruleset of durable-rules, each named by its number, and the last rule."""
    rules = {str(number): gate.inputs for number, gate in enumerate(gates)} | {_LAST: ()}
    return json.dumps({name: {"all": [{"m": _all_raised(inputs or (_ALWAYS,))}]} for name, inputs in rules.items()})


def _all_raised(flags: tuple[str, ...]) -> dict[str, object]:
    """Two keys in one object would not do: durable-rules reads only the first."""
    raised: list[dict[str, object]] = [{flag: True} for flag in flags]
    return raised[0] if len(raised) == 1 else {"$and": raised}
