"""Loading: from a name or a path to a policy's document, its vocabulary and its calendar, with every problem found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from carepanel import resources
from carepanel.calendars.calendar import Calendar
from carepanel.calendars.check_meetings import check_meetings
from carepanel.calendars.days_off_from_document import days_off
from carepanel.conditions.scope import one_or_many, text
from carepanel.conditions.vocabulary_from_document import vocabulary
from carepanel.diagnostics import Problems, did_you_mean, in_order
from carepanel.errors import CannotRead, PolicyInvalid, UnknownPolicy, UnknownResource
from carepanel.model.check import check_policy
from carepanel.model.from_document import terms as build_terms
from carepanel.model.option_names import misplaced_option_names
from carepanel.model.written import fingerprint_of
from carepanel.model.written import written as read_written
from carepanel.program.dependencies import circle
from carepanel.program.program import compile_terms
from carepanel.schema.validate import check
from carepanel.source import Position
from carepanel.text.document import Mapping
from carepanel.text.raw import MAX_BYTES
from carepanel.text.yaml_ import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.calendars.days_off import DaysOff
    from carepanel.diagnostics import Diagnostic
    from carepanel.model.terms import Terms
    from carepanel.model.written import Written
    from carepanel.program.program import Program
    from carepanel.text.document import Node


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its bytes and the name that messages use."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Loaded:
    """A policy's document with the vocabulary and calendar that it names, ready to be built under any readings."""

    written: Written
    calendar: Calendar

    def terms(self, choices: dict[str, str], problems: Problems) -> Terms:
        """The terms under a choice of readings."""
        return build_terms(self.written, choices, problems)

    def program(self, choices: dict[str, str]) -> Program:
        """The program under a choice of readings. Raises `PolicyInvalid` where that choice has no meaning."""
        collected = Problems()
        terms = self.terms(choices, collected)
        check_meetings(terms.panels.values(), self.calendar, collected)
        _circles(terms, collected)
        if _errors(collected):
            raise PolicyInvalid(collected.found())
        return compile_terms(terms)


def with_calendar(loaded: Loaded, source: Source) -> Loaded:
    """The same policy counting by another calendar file, which takes the place of its own of that name.

    Raises `PolicyInvalid` with every problem of the file, and where the policy has no calendar of that name.
    """
    document, found = _document(source, "calendar")
    problems = Problems()
    problems.extend(found)
    days = days_off(document, problems) if document is not None and not found else None
    if days is None or document is None:
        raise PolicyInvalid(problems.found())
    own, named = loaded.calendar.lists, loaded.calendar.named
    if days.name not in {other.name for other in (*own, *named.values())}:
        position = getattr(document.get("calendar"), "position", document.position)
        message = f"the policy does not count by a calendar `{days.name}`"
        names = ", ".join(f"`{other.name}`" for other in (*own, *named.values()))
        problems.add("other-calendar", message, position, f"give another version of {names}")
        raise PolicyInvalid(problems.found())
    lists = tuple(days if other.name == days.name else other for other in own)
    return replace(loaded, calendar=Calendar(lists, {k: days if k == days.name else v for k, v in named.items()}))


def source_of(name_or_path: str | Path) -> Source:
    """The policy file of a shipped name such as ``camden``, or of a path. Raises `UnknownPolicy`, `CannotRead`."""
    written = str(name_or_path)
    if written in resources.policy_names():
        return Source(resources.policy_path(written), resources.policy_bytes(written))
    if "/" not in written and "\\" not in written and "." not in written and not Path(written).exists():
        raise UnknownPolicy(written, resources.policy_names())
    return file(written)


def file(path: str) -> Source:
    """A file of at most the size that we read, and one byte more to tell that there is more. Raises `CannotRead`."""
    where = Path(path)
    try:
        if where.exists() and not where.is_file():
            raise CannotRead(path, "it is a folder" if where.is_dir() else "it is not an ordinary file")
        with where.open("rb") as opened:
            return Source(path, opened.read(MAX_BYTES + 1))
    except (OSError, ValueError) as error:
        raise CannotRead(path, _why(error)) from None


def _why(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case PermissionError():
            return "it may not be opened"
        case _:
            return "it could not be opened"


def read_document(source: Source) -> Mapping:
    """A policy's document, well-formed and of the right shape, whatever it says. Raises `PolicyInvalid`."""
    document, problems = _document(source, "policy")
    if document is None or problems:
        raise PolicyInvalid(problems)
    return document


def load(source: Source) -> tuple[Loaded | None, tuple[Diagnostic, ...]]:
    """A policy, and everything that is wrong with it under the readings it chose. None when it cannot be used."""
    document, problems = _document(source, "policy")
    if document is None or problems:
        return None, problems
    collected = Problems()
    folder = Path(source.name).parent
    words = _shared(text(document.get("uses")), "vocabulary", document.get("uses"), folder, collected)
    counting = document.get("counting")
    named = one_or_many(counting.get("working_days")) if isinstance(counting, Mapping) else ()
    lists = [_days_off(node, folder, collected) for node in named]
    kept_to = {text(node): _days_off(node, folder, collected) for node in _during(document)}
    if words is None:
        return None, collected.found()
    vocabulary_ = vocabulary(words, collected)
    calendar = _calendar(lists, kept_to)
    if calendar is None:
        return None, collected.found()
    loaded = Loaded(read_written(document, vocabulary_, fingerprint_of(document, words), collected), calendar)
    schema = dict(resources.schema("policy"))
    collected.extend(misplaced_option_names(document, loaded.written.readings, schema))
    collected.extend(_found_under(loaded, {}))
    return (None if _errors(collected) else loaded), collected.found()


def check_every_option(loaded: Loaded) -> tuple[Diagnostic, ...]:
    """Everything that is wrong under some other option of some reading, taken one at a time, with the option named."""
    before = set(_found_under(loaded, {}))
    found: dict[Diagnostic, str] = {}
    for choices in _other_choices(loaded):
        for problem in _found_under(loaded, choices):
            if problem not in before:
                found.setdefault(problem, *(f"under `{reading}: {option}`" for reading, option in choices.items()))
    return in_order(replace(problem, message=f"{under}, {problem.message}") for problem, under in found.items())


def _other_choices(loaded: Loaded) -> Iterator[dict[str, str]]:
    for reading in loaded.written.readings.values():
        if reading.stands_in:
            for option in reading.options:
                if option != reading.chosen:
                    yield {reading.id: option}


def _found_under(loaded: Loaded, choices: dict[str, str]) -> tuple[Diagnostic, ...]:
    collected = Problems()
    terms = loaded.terms(choices, collected)
    check_policy(terms, loaded.written.document, collected)
    check_meetings(terms.panels.values(), loaded.calendar, collected)
    _circles(terms, collected)
    return collected.found()


def _circles(terms: Terms, problems: Problems) -> None:
    if _errors(problems):
        return
    found = circle(terms)
    if found is not None:
        rule, path = found
        names = list(dict.fromkeys(name.removeprefix("state of ").removesuffix(".when") for name in path))
        pairs = zip(names, [*names[1:], names[0]], strict=True)
        waiting = " and ".join(f"`{one}` waits for `{other}`" for one, other in pairs)
        where = rule.position or Position(terms.id, 1, 1)
        clause = rule.clauses[0] if rule.clauses else ""
        help_ = "let one of them rest on an event or a fact instead"
        problems.add("circular-rules", f"{waiting}, so that none can be worked out first", where, help_, clause)


def _errors(problems: Problems) -> bool:
    return any(found.severity == "error" for found in problems.found())


def _document(source: Source, schema: str) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
    document, problems = read(source.data, source.name)
    if document is None:
        return None, problems
    return document, in_order((*problems, *check(document, dict(resources.schema(schema)))))


_UNKNOWN = {"vocabulary": "unknown-vocabulary", "calendar": "unknown-calendar"}


def _shared(name: str, schema: str, node: object, folder: Path, problems: Problems) -> Mapping | None:
    """A shared file: the one beside the policy, in `shared/`, or the one that is shipped."""
    beside = folder / "shared" / f"{name}.yaml"
    try:
        source = (
            file(str(beside)) if beside.is_file() else Source(resources.shared_path(name), resources.shared_bytes(name))
        )
    except UnknownResource as error:
        position = getattr(node, "position", Position(name, 1, 1))
        known = [Path(path).stem for path in error.known]
        help_ = did_you_mean(name, known) or f"put it beside the policy, as `shared/{name}.yaml`"
        problems.add(_UNKNOWN[schema], f"there is no {schema} `{name}`", position, help_)
        return None
    document, found = _document(source, schema)
    problems.extend(found)
    if document is None or found:
        return None
    own = document.get(schema)
    if text(own) != name:
        message = f"this file is found by the name `{name}`, and the {schema} in it is called `{text(own)}`"
        help_ = f"write `{schema}: {name}`, or rename the file and what names it"
        problems.add(f"bad-{schema}", message, (own or document).position, help_)
        return None
    return document


def _during(document: Mapping) -> Iterator[Node]:
    """The names of the lists that meetings keep to, each once."""
    meetings = document.get("meetings")
    bodies = (entry.value for entry in meetings.entries) if isinstance(meetings, Mapping) else ()
    nodes = (body.get("during") for body in bodies if isinstance(body, Mapping))
    yield from {text(node): node for node in nodes if node is not None}.values()


def _calendar(lists: list[DaysOff | None], kept_to: dict[str, DaysOff | None]) -> Calendar | None:
    """The calendar of all these, if there are all of them."""
    known = tuple(days for days in lists if days is not None)
    named = {name: days for name, days in kept_to.items() if days is not None}
    whole = bool(known) and len(known) == len(lists) and len(named) == len(kept_to)
    return Calendar(known, named) if whole else None


def _days_off(node: Node, folder: Path, problems: Problems) -> DaysOff | None:
    document = _shared(text(node), "calendar", node, folder, problems)
    return days_off(document, problems) if document is not None else None
