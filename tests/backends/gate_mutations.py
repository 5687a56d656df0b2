"""Every single-gate mistake that a translation could hold.

An *and* weakened, an *and* read as *or*, a *not* dropped, a gate lost: a case that shows one of them must make the two
engines disagree.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.backends.gates import in_strata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.backends.gates import Gate, Translation


def mutations(translation: Translation) -> Iterator[tuple[str, Translation]]:
    """Each mistake with a description that names the rule, the gate and what was done to it."""
    gates = [gate for stratum in translation.strata for gate in stratum]
    opposites = {
        flag: other
        for yes, no in (*translation.leaves.values(), *translation.rules.values())
        for flag, other in ((yes, no), (no, yes))
    }
    for number, gate in enumerate(gates):
        for what, instead in _wrong(gate, opposites):
            mistaken = [*gates[:number], *instead, *gates[number + 1 :]]
            name = f"{gate.rule}: {' and '.join(gate.inputs) or 'always'} => {gate.output}: {what}"
            yield name, replace(translation, strata=in_strata(mistaken))


def _wrong(gate: Gate, opposites: dict[str, str]) -> Iterator[tuple[str, list[Gate]]]:
    yield "gate lost", []
    if len(gate.inputs) > 1:
        yield "all read as any", [replace(gate, inputs=(flag,)) for flag in gate.inputs]
    for place, flag in enumerate(gate.inputs):
        rest = (*gate.inputs[:place], *gate.inputs[place + 1 :])
        yield f"{flag} not asked for", [replace(gate, inputs=rest)]
        if flag in opposites:
            yield f"{flag} taken for its opposite", [replace(gate, inputs=(*rest, opposites[flag]))]
