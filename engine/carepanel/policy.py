"""A policy ready to be asked: load it once, then determine as many cases as you like, from as many threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from carepanel import resources
from carepanel.calendars.instants import LONDON, DeadlineOutOfRange, UnreadableTime, parse_instant
from carepanel.determine.agenda import Agenda, agenda_items, candidate
from carepanel.determine.case import Case
from carepanel.determine.case_from_document import case as read_case
from carepanel.determine.determine import Determiner, Question
from carepanel.determine.impossible import impossible
from carepanel.determine.readings import readings_used
from carepanel.determine.second_opinion import SecondEngine, not_taken
from carepanel.determine.summary import summary
from carepanel.diagnostics import Problems
from carepanel.errors import CannotDetermine, CaseInvalid, PolicyInvalid, UnknownOption, UnknownReading
from carepanel.loading import Source, file, load, source_of
from carepanel.schema.validate import check
from carepanel.text.from_plain import from_plain
from carepanel.text.yaml_ import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carepanel.determine.determination import Determination
    from carepanel.loading import Loaded
    from carepanel.model.terms import Terms

CaseLike = Mapping[str, object] | str | Path
"""A case: its plain values as in a case file, or the path of one."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A policy under one choice of readings, with its second engine."""

    determiner: Determiner
    second: SecondEngine


class Policy:
    """One authority's terms of reference, checked. Asking it anything changes nothing; it may be shared between
    threads.

    Made by `load_policy`. `terms` is what the file says under its own choice of readings.
    """

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._prepared: dict[tuple[tuple[str, str], ...], Prepared] = {}
        self._lock = Lock()
        self.terms: Terms = loaded.terms({}, Problems())

    def __repr__(self) -> str:
        return f"<Policy {self.terms.id} version {self.terms.version}>"

    @property
    def id(self) -> str:
        """The policy's id, e.g. ``camden/care_pathways_panel``."""
        return self.terms.id

    @property
    def fingerprint(self) -> str:
        """SHA-256 over what the policy and its vocabulary say."""
        return self.terms.fingerprint

    def read_case(self, case: CaseLike | bytes, name: str = "the case") -> Case:
        """A case read with this policy's words: plain values, the path of a case file, or its bytes.

        Raises `CannotRead` and `CaseInvalid`; the messages of the latter name fields and rules, never a value.
        """
        if isinstance(case, Mapping):
            document = from_plain(case, name)
        else:
            source = Source(name, case) if isinstance(case, bytes) else file(str(case))
            found, problems = read(source.data, source.name, private=True)
            if found is None:
                raise CaseInvalid(problems)
            document = found
        shape = check(document, dict(resources.schema("case")), private=True)
        if shape:
            raise CaseInvalid(shape)
        collected = Problems()
        result = read_case(document, self.terms, collected)
        if collected.found():
            raise CaseInvalid(collected.found())
        return result

    def determine(
        self,
        case: Case | CaseLike,
        at: datetime | str,
        known_by: datetime | str | None = None,
        *,
        readings: Mapping[str, str] | None = None,
        second_opinion: bool = True,
        try_readings: bool = False,
    ) -> Determination:
        """What the terms require of a case, asked about the instant `at`, as known by `known_by` (the same unless
        said).

        Pure: the same arguments give the same determination, whenever and however often it is asked. Instants are aware
        datetimes or ISO text; without an offset, text is London time. `readings` takes other options than the policy's,
        reading to option. `try_readings` also works the case out under every other option of every reading, one at a
        time, and says which answers that would change. Without `second_opinion` the determination says that none was
        taken.

        Raises `CaseInvalid`, `CannotRead`, `UnknownReading`, `UnknownOption`, `CannotDetermine` (an instant without a
        zone, a date beyond the calendar) and `EnginesDisagree`.
        """
        instant = _instant(at, "at")
        question = Question(self._case(case), instant, instant if known_by is None else _instant(known_by, "known_by"))
        choices = self._choices(readings or {})
        prepared = self._prepare(choices)
        try:
            return self._determine(
                prepared, question, choices, second_opinion=second_opinion, try_readings=try_readings
            )
        except DeadlineOutOfRange as error:
            raise CannotDetermine(str(error)) from None

    def _determine(
        self,
        prepared: Prepared,
        question: Question,
        choices: dict[str, str],
        *,
        second_opinion: bool,
        try_readings: bool,
    ) -> Determination:
        weighed = prepared.determiner.weigh(question)
        refused = impossible(weighed.evaluation)
        if refused:
            raise CaseInvalid(refused)
        opinion = prepared.second.check(weighed.evaluation) if second_opinion else not_taken("it was not asked for")
        own = summary(weighed) if try_readings else {}

        def trial(reading: str, option: str) -> dict[str, str]:
            return summary(self._prepare({**choices, reading: option}).determiner.weigh(question))

        used = readings_used(weighed.evaluation, own, trial if try_readings else None)
        return prepared.determiner.determination(weighed, used, opinion)

    def answers(
        self,
        case: Case | CaseLike,
        at: datetime | str,
        known_by: datetime | str | None = None,
        *,
        readings: Mapping[str, str] | None = None,
    ) -> dict[str, str]:
        """The answers alone, in a word or two each, by the reference evaluator alone: for setting two determinations
        side by side.
        """
        instant = _instant(at, "at")
        question = Question(self._case(case), instant, instant if known_by is None else _instant(known_by, "known_by"))
        try:
            return summary(self._prepare(self._choices(readings or {})).determiner.weigh(question))
        except DeadlineOutOfRange as error:
            raise CannotDetermine(str(error)) from None

    def agenda(
        self,
        cases: Iterable[Case | CaseLike],
        at: datetime | str,
        known_by: datetime | str | None = None,
        *,
        readings: Mapping[str, str] | None = None,
    ) -> Agenda:
        """Which of these cases are heard at which meetings, each at the first that it can make and that has room.

        Every case given asks for a place: leave out those that have been heard. Worked out by the reference evaluator
        alone. Raises as `determine` does, and `CannotDetermine` where two cases have one reference.
        """
        instant = _instant(at, "at")
        known = instant if known_by is None else _instant(known_by, "known_by")
        read = [self._case(case) for case in cases]
        if len({case.reference for case in read}) < len(read):
            raise CannotDetermine("two of the cases have the same reference")
        determiner = self._prepare(self._choices(readings or {})).determiner
        try:
            asking = [candidate(case.reference, determiner.weigh(Question(case, instant, known))) for case in read]
            items = agenda_items(asking, determiner.program.terms, determiner.calendar)
        except DeadlineOutOfRange as error:
            raise CannotDetermine(str(error)) from None
        return Agenda(self.terms.id, self.terms.version, instant, known, items)

    def _case(self, case: Case | CaseLike) -> Case:
        return case if isinstance(case, Case) else self.read_case(case)

    def _choices(self, readings: Mapping[str, str]) -> dict[str, str]:
        known = self.terms.readings
        for name, option in readings.items():
            if name not in known:
                raise UnknownReading(name, known)
            if option not in known[name].options and option != "undecided":
                raise UnknownOption(name, str(option), known[name].options)
        return {name: option for name, option in sorted(readings.items()) if option != known[name].chosen}

    def _prepare(self, choices: dict[str, str]) -> Prepared:
        key = tuple(
            sorted((name, option) for name, option in choices.items() if option != self.terms.readings[name].chosen)
        )
        found = self._prepared.get(key)
        if found is None:
            program = self._loaded.program(dict(key))
            found = Prepared(Determiner(program, self._loaded.calendar), SecondEngine(program))
            with self._lock:
                found = self._prepared.setdefault(key, found)
        return found


def load_policy(path_or_name: str | Path) -> Policy:
    """The policy of a shipped name (``camden``) or of a path. Raises `UnknownPolicy`, `CannotRead`, `PolicyInvalid`."""
    loaded, problems = load(source_of(path_or_name))
    if loaded is None:
        raise PolicyInvalid(problems)
    return Policy(loaded)


def _instant(written: datetime | str, name: str) -> datetime:
    if isinstance(written, str):
        try:
            return parse_instant(written)
        except UnreadableTime as error:
            raise CannotDetermine(f"`{name}`: {error}") from None
    if not isinstance(written, datetime):
        raise CannotDetermine(f"`{name}` is neither an aware datetime nor text")
    if written.tzinfo is None:
        raise CannotDetermine(
            f"`{name}` has no time zone: give it one, or write it as text, which is {LONDON.key} time"
        )
    return written.astimezone(UTC)
