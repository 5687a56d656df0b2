"""A policy ready to be asked: load it once, then determine as many cases as you like, from as many threads."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from carepanel import resources
from carepanel.arguments import case_source, check_told_apart, days_of, each_case, instant_of
from carepanel.calendars.instants import DeadlineOutOfRange
from carepanel.determine.case import Case
from carepanel.determine.case_from_document import case as read_case
from carepanel.determine.determine import Determiner, Question
from carepanel.determine.impossible import impossible
from carepanel.determine.obligations import authorisations_and_attendance, obligations
from carepanel.determine.readings import readings_used
from carepanel.determine.second_opinion import SecondEngine, not_taken
from carepanel.determine.summary import summary
from carepanel.determine.work_list import Task, in_order, of_actor
from carepanel.diagnostics import Problems
from carepanel.errors import (
    CannotDetermine,
    CannotRead,
    CannotReadCases,
    CaseInvalid,
    PolicyInvalid,
    UnknownOption,
    UnknownParty,
    UnknownReading,
)
from carepanel.loading import Source, file, load, source_of, with_calendar
from carepanel.schema.validate import check
from carepanel.text.from_plain import from_plain
from carepanel.text.yaml_ import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from carepanel.arguments import CaseLike, Cases
    from carepanel.calendars.calendar import Calendar
    from carepanel.determine.agenda import Agenda
    from carepanel.determine.determination import Determination
    from carepanel.determine.meeting import Choice
    from carepanel.loading import Loaded
    from carepanel.model.terms import Terms
    from carepanel.schedule.calendar_change import CalendarChange
    from carepanel.schedule.findings import Walked
    from carepanel.schedule.timetable import Timetable

Result = TypeVar("Result")


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
    def calendar(self) -> Calendar:
        """The calendar by which the policy counts its days."""
        return self._loaded.calendar

    def with_calendar(self, source: str | Path | bytes, name: str = "the calendar") -> Policy:
        """The same policy, counting by the calendar in a file, or in its bytes, which must be another version of its
        own.

        Raises `CannotRead`, and `PolicyInvalid` with every problem of the file.
        """
        given = Source(name, source) if isinstance(source, bytes) else file(str(source))
        return Policy(with_calendar(self._loaded, given))

    @property
    def fingerprint(self) -> str:
        """SHA-256 over what the policy and its vocabulary say."""
        return self.terms.fingerprint

    def read_case(self, case: CaseLike, name: str = "the case") -> Case:
        """A case read with this policy's words: plain values, the path of a case file, or its bytes. `name` is what
        messages call what is no file.

        Raises `CannotRead`, `CaseInvalid`, whose messages name fields and rules, never a value, and `CannotDetermine`
        for what is no case.
        """
        if isinstance(case, Mapping):
            document = from_plain(case, name)
        else:
            source = case_source(case, name)
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
        choices = self._choices(readings or {})
        question = self._question(case, at, known_by)
        with _answerable():
            return self._determine(question, choices, second_opinion=second_opinion, try_readings=try_readings)

    def _determine(
        self, question: Question, choices: dict[str, str], *, second_opinion: bool, try_readings: bool
    ) -> Determination:
        prepared = self._prepare(choices)
        weighed = self._weigh(question, choices)
        opinion = prepared.second.check(weighed.evaluation) if second_opinion else not_taken("it was not asked for")
        own = summary(weighed) if try_readings else {}

        def trial(reading: str, option: str) -> dict[str, str]:
            return summary(self._prepare({**choices, reading: option}).determiner.weigh(question))

        used = readings_used(weighed.evaluation, own, trial if try_readings else None)
        return prepared.determiner.determination(weighed, used, opinion)

    def _weigh(self, question: Question, choices: dict[str, str]) -> Choice:
        """Every answer to a question under a choice of readings. Raises `CaseInvalid` for a case that cannot be."""
        weighed = self._prepare(choices).determiner.weigh(question)
        refused = impossible(weighed.evaluation)
        if refused:
            raise CaseInvalid(refused)
        return weighed

    def obligations(
        self,
        cases: Cases,
        at: datetime | str,
        known_by: datetime | str | None = None,
        *,
        actor: str = "",
        readings: Mapping[str, str] | None = None,
    ) -> tuple[Task, ...]:
        """The work list of any number of cases at the instant `at`: every obligation, authorisation and attendance, and
        how it stands, soonest first;
        `actor` keeps those of one party or panel.

        By the reference evaluator alone. Raises as `determine` does, with the problems of every case at once
        (`CannotReadCases` where one cannot be read), `UnknownParty`, and `CannotDetermine` where two cases have the
        same reference.
        """
        known = {*self.terms.vocabulary.parties, *self.terms.panels}
        if actor and actor not in known:
            raise UnknownParty(actor, sorted(known))
        choices = self._choices(readings or {})
        tasks: list[Task] = []
        with _answerable():
            for reference, weighed in self._weigh_all(cases, at, known_by, choices):
                of_case = (*obligations(weighed), *authorisations_and_attendance(weighed))
                tasks += (Task(reference, obligation) for obligation in of_case)
        return in_order(of_actor(tasks, actor) if actor else tasks)

    def _weigh_all(
        self,
        cases: Cases,
        at: datetime | str,
        known_by: datetime | str | None,
        choices: dict[str, str],
    ) -> list[tuple[str, Choice]]:
        """Every answer about every case, by its reference. Raises as `_of_all` does."""
        return self._of_all(
            cases, lambda case: (case.reference, self._weigh(self._question(case, at, known_by), choices))
        )

    def _of_all(self, cases: Cases, work: Callable[[Case], Result]) -> list[Result]:
        """What comes of each case, one or many. Raises `CaseInvalid` or `CannotReadCases` with everything that is wrong
        with any of them, and `CannotDetermine` where two have the same reference.
        """
        found: list[tuple[int, Case]] = []
        results: list[Result] = []
        unread: list[tuple[str, str]] = []
        problems = Problems()
        for number, case in enumerate(each_case(cases), start=1):
            try:
                read = self._case(case, f"case {number}")
                found.append((number, read))
                results.append(work(read))
            except CaseInvalid as error:
                problems.extend(error.diagnostics)
            except CannotRead as error:
                unread.append((error.name, error.reason))
        if unread:
            raise CannotReadCases(unread, problems.found())
        if problems.found():
            raise CaseInvalid(problems.found())
        check_told_apart(found)
        return results

    def dates(self, start: date | str, end: date | str, *, readings: Mapping[str, str] | None = None) -> Timetable:
        """The timetable of the policy from `start` to `end`, both included: every meeting that is held on one of these
        days, or usually is, with the dates that rest on it. A meeting that a day off moves is found by either day, one
        that is not held by its usual day. Days are dates or ISO text.

        A date beyond the calendar is given as not known, with the reason. Raises `CannotDetermine` for days that are
        none, that lie the wrong way round, or on which it is not known whether a meeting is held.
        """
        from carepanel.schedule.timetable import timetable

        first, last = days_of(start, end)
        with _answerable():
            return timetable(
                self._prepare(self._choices(readings or {})).determiner.program, self.calendar, first, last
            )

    def calendar_check(self, start: date | str, end: date | str) -> Walked:
        """The meetings whose usual day lies from `start` to `end`, and at which of them the terms are silent, can be
        read in more than one way, set a date that cannot be met, or leave less time than usual.

        Raises as `dates` does.
        """
        from carepanel.schedule.calendar_check import calendar_check

        first, last = days_of(start, end)
        with _answerable():
            return calendar_check(self._loaded.program, self.calendar, first, last)

    def calendar_change(
        self,
        other: Policy,
        start: date | str,
        end: date | str,
        *,
        cases: Cases = (),
        at: datetime | str,
        known_by: datetime | str | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> CalendarChange:
        """What changes when the policy counts by the calendar of `other`, which is itself `with_calendar`: the days
        off; the meetings that are held on a day from `start` to `end` by either calendar, or usually are, with the
        dates that rest on them, and the dates of earlier meetings, by a year at most, that had not passed by `start`;
        and for each case, asked about the instant `at`, as known by `known_by` (the same unless said), its meeting,
        what it is answered and its obligations.

        By the reference evaluator alone. Raises as `dates` and `obligations` do, and `CannotDetermine` where `other` is
        another policy.
        """
        from carepanel.schedule.calendar_change import calendar_change

        self._same_but_for_the_calendar(other)
        span = days_of(start, end)
        read = self._of_all(cases, lambda case: case)
        self.obligations(read, at, known_by, readings=readings)  # raises for the problems of every case at once
        old, new = (
            [
                (
                    p.determine(case, at, known_by, readings=readings, second_opinion=False),
                    p.obligations([case], at, known_by, readings=readings),
                )
                for case in read
            ]
            for p in (self, other)
        )
        program = self._prepare(self._choices(readings or {})).determiner.program
        with _answerable():
            return calendar_change(program, (self.calendar, other.calendar), span, list(zip(old, new, strict=True)))

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
        question = self._question(case, at, known_by)
        with _answerable():
            return summary(self._prepare(self._choices(readings or {})).determiner.weigh(question))

    def _question(self, case: Case | CaseLike, at: datetime | str, known_by: datetime | str | None) -> Question:
        instant = instant_of(at, "at")
        return Question(self._case(case), instant, instant if known_by is None else instant_of(known_by, "known_by"))

    def agenda(
        self,
        cases: Cases,
        at: datetime | str,
        known_by: datetime | str | None = None,
        *,
        readings: Mapping[str, str] | None = None,
    ) -> Agenda:
        """Which of these cases are heard at which meetings, each at the first that it can make and that has room.

        Every case given asks for a place: leave out those that have been heard. Worked out by the reference evaluator
        alone. Raises as `determine` does, and `CannotDetermine` where two cases have one reference.
        """
        from carepanel.determine.agenda import Agenda, agenda_items, candidate

        choices = self._choices(readings or {})
        determiner = self._prepare(choices).determiner
        with _answerable():
            asking = [candidate(*weighed) for weighed in self._weigh_all(cases, at, known_by, choices)]
            items = agenda_items(asking, determiner.program.terms, determiner.calendar)
        instant = instant_of(at, "at")
        known = instant if known_by is None else instant_of(known_by, "known_by")
        return Agenda(self.terms.id, self.terms.version, instant, known, items)

    def _case(self, case: Case | CaseLike, name: str = "the case") -> Case:
        return case if isinstance(case, Case) else self.read_case(case, name)

    def _same_but_for_the_calendar(self, other: Policy) -> None:
        if not isinstance(other, Policy):
            raise CannotDetermine("`other` is no policy: give this one `with_calendar`")
        if self.fingerprint != other.fingerprint:
            raise CannotDetermine(
                f"`other` is `{other.id}` version {other.terms.version}: give this policy `with_calendar`"
            )

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


@contextmanager
def _answerable() -> Iterator[None]:
    """A date beyond the calendar, met anywhere in a question, is a question that cannot be answered."""
    try:
        yield
    except DeadlineOutOfRange as error:
        raise CannotDetermine(str(error)) from None
