"""What can go wrong for a caller: one class for each failure, each composing its own message.

Problems in what somebody wrote are `Diagnostic` values, all of them at once; `PolicyInvalid` and `CaseInvalid` carry
them to a caller who asked for a policy or a determination and cannot have one. Messages are in lower case, have no
full stop, put the reader's own words in backticks, and never hold a value from a case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.diagnostics import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carepanel.diagnostics import Diagnostic


class CarepanelError(Exception):
    """Any failure that carepanel reports. Catch this to catch them all.

    The arguments are kept as they were given, so that an exception survives the way back from another process.
    """


class _Invalid(CarepanelError):
    """A file cannot be used; `diagnostics` says why, in the order of the file."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n".join(str(diagnostic) for diagnostic in self.diagnostics)


class PolicyInvalid(_Invalid):
    """The policy, or the vocabulary that it uses, has errors; `diagnostics` holds every one, with its place."""


class CaseInvalid(_Invalid):
    """The case cannot be read under its policy; `diagnostics` names fields and rules, never what was written there."""


class EnginesDisagree(CarepanelError):
    """The two engines came to different conclusions about `rules` of the policy, so nothing is determined."""

    def __init__(self, policy_id: str, rules: Iterable[str]) -> None:
        self.policy_id = policy_id
        self.rules = tuple(rules)
        super().__init__(policy_id, self.rules)

    def __str__(self) -> str:
        return f"the two engines disagree about {_listed(self.rules)} of `{self.policy_id}`: nothing is determined"


class UnknownPolicy(CarepanelError):
    """No shipped policy has this name, and no file is there either; `known` lists the shipped ones."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(name, self.known)

    def __str__(self) -> str:
        return f"no policy `{self.name}`: {_instead(self.name, self.known, 'the shipped policies are')}"


class UnknownReading(CarepanelError):
    """The policy has no reading of this name; `known` lists those it has."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(name, self.known)

    def __str__(self) -> str:
        return f"no reading `{self.name}` in the policy: {_instead(self.name, self.known, 'its readings are')}"


class UnknownOption(CarepanelError):
    """The reading is there, but has no such option; `options` lists those it has."""

    def __init__(self, reading: str, option: str, options: Iterable[str]) -> None:
        self.reading = reading
        self.option = option
        self.options = tuple(options)
        super().__init__(reading, option, self.options)

    def __str__(self) -> str:
        instead = _instead(self.option, self.options, "its options are")
        return f"no option `{self.option}` in the reading `{self.reading}`: {instead}"


class UnknownParty(CarepanelError):
    """The policy knows no party of this name; `known` lists its parties and panels."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(name, self.known)

    def __str__(self) -> str:
        return f"no party `{self.name}` in the policy: {_instead(self.name, self.known, 'its parties are')}"


class UnknownSubject(CarepanelError):
    """Nothing in the determination goes by this name; `known` lists what can be explained."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(name, self.known)

    def __str__(self) -> str:
        instead = (
            did_you_mean(self.name, self.known) or "name a rule, a section such as `documents`, `meeting` or `readings`"
        )
        return f"nothing called `{self.name}` to explain: {instead}"


class UnknownResource(CarepanelError):
    """No file of this name is shipped with carepanel; `known` lists those of its folder."""

    def __init__(self, path: str, known: Iterable[str]) -> None:
        self.path = path
        self.known = tuple(known)
        super().__init__(path, self.known)

    def __str__(self) -> str:
        return f"no file `{self.path}` is shipped with carepanel: {_instead(self.path, self.known, 'there are')}"


class CannotRead(CarepanelError):
    """A file could not be read at all: it is missing, a folder, too big, or not text."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(name, reason)

    def __str__(self) -> str:
        return f"cannot read `{self.name}`: {self.reason}"


class CannotReadCases(CannotRead):
    """Some of several cases could not be read. `unread` has the name and the reason of each; `diagnostics` has the
    problems of those that could, so that everything is told at once.
    """

    def __init__(self, unread: Iterable[tuple[str, str]], diagnostics: Iterable[Diagnostic] = ()) -> None:
        self.unread = tuple(unread)
        self.diagnostics = tuple(diagnostics)
        super().__init__(*self.unread[0])
        self.args = (self.unread, self.diagnostics)

    def __str__(self) -> str:
        unread = (str(CannotRead(name, reason)) for name, reason in self.unread)
        return "\n".join([*map(str, self.diagnostics), *unread])


class CannotWrite(CarepanelError):
    """What a command has to say could not be written: standard output is closed, or the disk is full."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"cannot write the result: {self.reason}"


class CannotDetermine(CarepanelError):
    """The question cannot be answered for any case, e.g. because `at` is an instant without a time zone."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"cannot determine: {self.reason}"


def _listed(names: tuple[str, ...]) -> str:
    """The names in backticks, with commas: a reader's own words, in the order given."""
    return ", ".join(f"`{name}`" for name in names)


def _instead(name: str, known: tuple[str, ...], introduction: str) -> str:
    """What the reader may have meant: the one close name, or all there are, or that there are none."""
    return did_you_mean(name, known) or (f"{introduction} {_listed(known)}" if known else "there are none")
