"""What is found under other options than those taken: only what these add, and each thing once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from carepanel.schedule.findings import Choice, Finding, Instance


def only_otherwise(taken: Iterable[Finding], otherwise: Iterable[tuple[Choice, Finding]]) -> Iterator[Finding]:
    """The findings under other options, each with its choice, without the meetings at which the same is found as the
    policy stands. What several options give alike is one finding under all of them.
    """
    known = {(f.kind, f.panel, i.about, i.usual_day) for f in taken for i in f.instances}
    under: dict[Hashable, list[Choice]] = {}
    first: dict[Hashable, tuple[Finding, Instance]] = {}
    for choice, finding in otherwise:
        for instance in finding.instances:
            if (finding.kind, finding.panel, instance.about, instance.usual_day) not in known:
                key: Hashable = _alike(finding), instance.told_apart_by()
                under.setdefault(key, []).append(choice)
                first.setdefault(key, (finding, instance))
    together: dict[Hashable, tuple[Finding, tuple[Choice, ...], list[Instance]]] = {}
    for key, (finding, instance) in first.items():
        choices = tuple(under[key])
        together.setdefault((_alike(finding), choices), (finding, choices, []))[2].append(instance)
    for finding, choices, instances in together.values():
        always = finding.always and len(instances) == len(finding.instances)
        yield replace(finding, instances=tuple(instances), under=choices, always=always)


def _alike(finding: Finding) -> Hashable:
    return finding.kind, finding.panel, finding.says
