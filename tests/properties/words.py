"""The words of generated policies: a small vocabulary, and the conditions, moments and deadlines that can be said in it.

Everything is plain values, as a file would hold them, chosen by a `random.Random`: Hypothesis can be behind it, or a seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

Plain = dict[str, Any]

FLAGS = ("child.in_care", "child.settled", "plan.agreed", "plan.urgent")
PARTIES = ("worker", "manager", "head", "clerk", "guardian", "office")
DOCUMENTS = ("form", "history", "screening", "minutes")
OURS = ("told", "sent", "recorded", "received", "heard", "closed")
HISTORY = ("broke_down", "order_made")
VOCABULARY: Plain = {
    "vocabulary": "generated_words",
    "version": "1",
    "history_begins": "child.born",
    "parties": {name: f"The {name}" for name in PARTIES},
    "facts": {
        "child.born": {"type": "date", "asks": "When was the child born?", "supplied_by": "worker"},
        "child.care_from": {"type": "date", "asks": "Since when in care?", "supplied_by": "worker"},
        **{name: {"type": "flag", "asks": f"Is it so: {name}?", "supplied_by": "worker"} for name in FLAGS},
        "request.about": {
            "type": "choice",
            "of": ["entry", "change", "review"],
            "asks": "What about?",
            "supplied_by": "worker",
        },
        "child.open_to": {
            "type": "set",
            "of": ["health", "school", "court"],
            "asks": "Open to whom?",
            "supplied_by": "worker",
        },
        "plan.cost": {"type": "money", "asks": "What does it cost?", "supplied_by": "manager"},
        "child.siblings": {"type": "number", "asks": "How many siblings?", "supplied_by": "worker"},
    },
    "events": {
        **{name: f"It was {name}" for name in OURS},
        "broke_down": {
            "says": "A placement broke down",
            "history": True,
            "carries": {"planned": "flag", "why": "text"},
            "supplied_by": "worker",
        },
        "order_made": {"says": "An order was made", "history": True, "supplied_by": "office"},
    },
    "never": {
        "agreed_before_asked": {
            "says": "An agreed plan is not urgent",
            "when": {"plan.agreed": True, "plan.urgent": True},
        }
    },
}


@dataclass(frozen=True)
class Names:
    """The names that may be used so far: a rule uses only what was written before it, so that there are no circles."""

    known: bool = True
    conditions: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    decisions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    duties: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    tables: dict[str, tuple[str, ...]] = field(default_factory=dict)
    criteria: tuple[str, ...] = ()

    def and_(self, **more: Any) -> Names:
        """These names and more."""
        return replace(self, **{key: _joined(getattr(self, key), value) for key, value in more.items()})


def _joined(one: Any, other: Any) -> Any:
    return one | other if isinstance(one, dict) else (*one, *other)


def maybe(random: Random, chance: float = 0.5) -> bool:
    return random.random() < chance


def condition(random: Random, names: Names, depth: int = 2) -> Plain | str:
    """A condition of any form."""
    if maybe(random, 0.03):
        return random.choice(["always", "never"])
    lines = [_line(random, names, depth) for _ in range(random.choice([1, 1, 2, 3]))]
    return {key: value for line in lines for key, value in line.items()}


def _line(random: Random, names: Names, depth: int) -> Plain:
    if depth == 0 or maybe(random, 0.55):
        return dict([_test(random, names)])
    parts = [condition(random, names, depth - 1) for _ in range(random.randint(1, 3))]
    match random.choice(["any", "any", "all", "not", "some"]):
        case "not":
            return {"not": parts[0]}
        case "some":
            return {"some": {"at_least": random.randint(1, 3), "of": parts}}
        case word:
            return {word: parts}


def _test(random: Random, names: Names) -> tuple[str, Any]:
    forms = [_flag, _flag, _choice, _set, _size, _money, _number, _event, _subject, _reached]
    forms += [_known] * names.known
    forms += [_condition] * 2 * bool(names.conditions) + [_definition] * 3 * bool(names.numbers)
    forms += [_moment] * bool(names.moments) + [_outcome] * 2 * bool(names.decisions) + [_duty] * 3 * bool(names.duties)
    forms += [_table] * 2 * bool(names.tables) + [_criteria] * 2 * bool(names.criteria)
    return random.choice(forms)(random, names)


def _one_of(random: Random, values: tuple[str, ...]) -> Any:
    return (
        random.choice(values)
        if maybe(random)
        else {"one_of": sorted(random.sample(values, random.randint(1, len(values))))}
    )


def _bounds(random: Random, low: int, high: int, shown: Any = int) -> Any:
    number = random.randint(low, high)
    match random.choice(["exactly", "at_least", "at_most", "over", "under", "both"]):
        case "exactly":
            return shown(number)
        case "both":
            return {"at_least": shown(number), "under": shown(number + random.randint(1, high - low))}
        case word:
            return {word: shown(number)}


def _flag(random: Random, _: Names) -> tuple[str, Any]:
    return random.choice(FLAGS), maybe(random)


def _choice(random: Random, _: Names) -> tuple[str, Any]:
    return "request.about", _one_of(random, ("entry", "change", "review"))


def _set(random: Random, _: Names) -> tuple[str, Any]:
    return "child.open_to", {"includes": random.choice(["health", "school", "court"])}


def _size(random: Random, _: Names) -> tuple[str, Any]:
    return "child.open_to", {"size": _bounds(random, 0, 3)}


def _money(random: Random, _: Names) -> tuple[str, Any]:
    return "plan.cost", _bounds(random, 0, 4, lambda n: f"£{n},000")


def _number(random: Random, _: Names) -> tuple[str, Any]:
    return "child.siblings", _bounds(random, 0, 3)


def _known(random: Random, _: Names) -> tuple[str, Any]:
    return random.choice([*FLAGS, "child.born", "plan.cost"]), {"known": maybe(random)}


def _event(random: Random, _: Names) -> tuple[str, Any]:
    return random.choice([*OURS, *HISTORY]), "happened"


def _subject(random: Random, _: Names) -> tuple[str, Any]:
    return random.choice(
        [
            ("document_lodged", random.choice(DOCUMENTS)),
            ("authorised", random.choice(PARTIES)),
            ("attended", random.choice(PARTIES)),
        ]
    )


def _reached(_: Random, __: Names) -> tuple[str, Any]:
    return "panel", "reached"


def _condition(random: Random, names: Names) -> tuple[str, Any]:
    return random.choice(names.conditions), maybe(random)


def _definition(random: Random, names: Names) -> tuple[str, Any]:
    name = random.choice(names.numbers)
    return name, _bounds(random, 14, 18) if name.startswith("age") else _bounds(random, 0, 3)


def _moment(random: Random, names: Names) -> tuple[str, Any]:
    return random.choice(names.moments), "happened"


def _outcome(random: Random, names: Names) -> tuple[str, Any]:
    name = random.choice(sorted(names.decisions))
    return name, {"known": maybe(random)} if maybe(random, 0.3) else _one_of(random, names.decisions[name])


def _duty(random: Random, names: Names) -> tuple[str, Any]:
    return random.choice(names.duties), _one_of(random, ("pending", "fulfilled", "missed", "waived", "not_due"))


def _table(random: Random, names: Names) -> tuple[str, Any]:
    name = random.choice(sorted(names.tables))
    return name, _one_of(random, names.tables[name])


def _criteria(random: Random, names: Names) -> tuple[str, Any]:
    if maybe(random, 0.3):
        return "eligibility", random.choice(["met", "none_met"])
    return f"eligibility.{random.choice(names.criteria)}", maybe(random)


def moment(random: Random, names: Names, depth: int = 1) -> Any:
    """A moment of any form."""
    forms: list[Any] = [*OURS, *HISTORY, {"broke_down": {"planned": maybe(random)}}]
    forms += [
        {"document_lodged": random.choice(DOCUMENTS)},
        {"authorised": random.choice(PARTIES)},
        {"attended": "worker"},
    ]
    forms += ["panel", "panel.cut_off", "panel.usual_day", "panel less 1 week", *names.moments, *names.collections]
    forms += [{duty: random.choice(["missed", "fulfilled"])} for duty in names.duties]
    forms += [
        name if maybe(random) else {name: random.choice(outcomes)} for name, outcomes in sorted(names.decisions.items())
    ]
    if depth and maybe(random, 0.3):
        several = [moment(random, names, 0) for _ in range(random.randint(1, 3))]
        return random.choice([{"any": several}, {"all": several}, several])
    return random.choice(forms)


def deadline(random: Random, names: Names, depth: int = 1) -> Any:
    """A deadline of any form."""
    form = random.choice(
        ["within", "within", "after", "at_least", "weekday", "by", "before", "at", "next", "every", "several", "word"]
    )
    when = moment(random, names, 0)
    roll = (
        {"if_not_working_day": random.choice(["keep", "next_working_day", "previous_working_day"])}
        if maybe(random, 0.4)
        else {}
    )
    match form:
        case "within":
            first = {"first_day": random.choice(["day_after", "same_day"])} if maybe(random, 0.3) else {}
            return {"within": _period(random), **first, **roll}
        case "after":
            return {"within": _period(random, "days"), "after": when, "by": random.choice(["12:00", "17:00"]), **roll}
        case "at_least":
            return {"at_least": _period(random), "before": when, **roll}
        case "weekday":
            return {"by": random.choice(["thursday 12:00", "tuesday", "friday 17:00"]), "before": when, **roll}
        case "next":
            return {random.choice(["by", "before", "at"]): random.choice(["next panel", "next open panel"])}
        case "every":
            start = random.choice(
                [{}, {"from": when}, {"from": "1 january"}, {"from": "2025-11-03", "first": "3 months"}]
            )
            return {"every": random.choice(["week", "month", "year"]), **start}
        case "several" if depth:
            return {
                random.choice(["earliest_of", "latest_of"]): [
                    deadline(random, names, 0) for _ in range(random.randint(1, 3))
                ]
            }
        case "by" | "before" | "at":
            return {form: when}
        case _:
            return random.choice(["not_stated", "external"])


def _period(random: Random, unit: str = "") -> str:
    unit = unit or random.choice(["hours", "days", "working days", "weeks", "months"])
    return f"{48 if unit == 'hours' else random.randint(1, 9)} {unit}"
