"""The worked examples: invented cases, and what the terms require of each, worked out by hand before the engine was asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from carepanel import load_policy

if TYPE_CHECKING:
    from carepanel import Policy

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
AUTHORITIES = ("camden", "wandsworth")
TABLES = ("route", "kind", "disposition")


@dataclass(frozen=True)
class Question:
    """One question about one example, and the answers expected."""

    authority: str
    name: str
    number: int
    at: str
    known_by: str | None
    readings: dict[str, str]
    expect: dict[str, Any]

    @property
    def case(self) -> Path:
        return EXAMPLES / "cases" / self.authority / f"{self.name}.yaml"

    def __str__(self) -> str:
        return f"{self.authority}-{self.name}-{self.number}"

    def answers(self, policy: Policy) -> dict[str, str]:
        return policy.answers(self.case, self.at, self.known_by, readings=self.readings)


@cache
def policy(authority: str) -> Policy:
    return load_policy(authority)


@cache
def questions(authority: str) -> tuple[Question, ...]:
    files = sorted((EXAMPLES / "expected" / authority).glob("*.yaml"))
    return tuple(question for file in files for question in _questions(authority, file))


def _questions(authority: str, file: Path) -> list[Question]:
    written = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert set(written) == {"shows", "because", "questions"}, f"{file.name}: unexpected keys"
    found = []
    for number, row in enumerate(written["questions"], start=1):
        assert set(row) <= {"at", "known_by", "readings", "because", "expect"}, f"{file.name}: unexpected keys"
        readings = row.get("readings", {})
        found.append(Question(authority, file.stem, number, row["at"], row.get("known_by"), readings, row["expect"]))
    return found


def differences(expect: dict[str, Any], answers: dict[str, str], not_known: set[str] | None = None) -> list[str]:
    """Where the answers are not those expected: one line each, the expected first."""
    found = []
    for key, wanted in expect.items():
        got: Any = not_known if key == "not_known" else _found(key, answers)
        same = set(wanted) == got if isinstance(got, set) else wanted == got
        if got is not None and not same:
            found += _lines(key, wanted, got)
    return found


def _lines(key: str, wanted: Any, got: Any) -> list[str]:
    if isinstance(wanted, dict) and isinstance(got, dict):
        names = [name for name in {**wanted, **got} if wanted.get(name) != got.get(name)]
        return [f"{key}.{name}: expected {wanted.get(name)!r}, found {got.get(name)!r}" for name in names]
    return [f"{key}: expected {wanted!r}, found {got!r}"]


def _found(key: str, answers: dict[str, str]) -> Any:
    """The answers in the shape in which the examples state them; None for what they may leave out."""
    match key:
        case "eligibility" | "meeting" | "cut_off" | "route" | "kind" | "disposition":
            return answers[key]
        case "grounds" | "open":
            wanted = "yes" if key == "grounds" else "not_known"
            return {
                name.removeprefix("eligibility.")
                for name, a in answers.items()
                if name.startswith("eligibility.") and a == wanted
            }
        case "documents" | "authorisations":
            return {n: a for n, a in _under(f"{key}.", answers) if a != "not_needed"}
        case "attendance":
            return {n: a for n, a in _under("attendance.", answers) if a != "does_not_apply"}
        case "obligations":
            both = (*_under("decisions.", answers), *_under("obligations.", answers))
            return {n: a for n, a in both if not n.endswith((".actor", ".strength", ".time"))}
        case "actors" | "strengths":
            both = (*_under("decisions.", answers), *_under("obligations.", answers))
            suffix = f".{key[:-1]}"
            return {n.removesuffix(suffix): a for n, a in both if n.endswith(suffix)}
        case "quorum":
            return answers["quorum"]
        case "starts":
            return answers.get("meeting.starts", "not_stated")
        case "not_known":
            return None
        case _:
            raise AssertionError(f"an expectation about `{key}`, which nothing answers")


def _under(prefix: str, answers: dict[str, str]) -> list[tuple[str, str]]:
    return [(name.removeprefix(prefix), answer) for name, answer in answers.items() if name.startswith(prefix)]
