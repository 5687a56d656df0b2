"""The second opinion: durable-rules works out the same conclusions, and must agree, or nothing is determined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.backends import durable
from carepanel.backends.gates import translate
from carepanel.conditions.fold import folded
from carepanel.determine.determination import SecondOpinion
from carepanel.determine.determine import conclusions
from carepanel.errors import CannotDetermine, EnginesDisagree

if TYPE_CHECKING:
    from carepanel.backends.gates import Translation
    from carepanel.determine.evaluation import Evaluation
    from carepanel.program.program import Program

ENGINE = "durable-rules 2.0.28"


def not_taken(why: str) -> SecondOpinion:
    """A determination made on the reference evaluator alone, and why."""
    return SecondOpinion(taken=False, engine="", conclusions=0, why_not=why)


class SecondEngine:
    """The second engine for one program, built when it is first asked, and kept."""

    def __init__(self, program: Program, translation: Translation | None = None) -> None:
        """`translation` takes the place of the program's own, so that a faulty one can be shown to be caught."""
        self._program = program
        self._translation = translation
        self._engine: durable.SecondOpinion | None = None

    def check(self, evaluation: Evaluation) -> SecondOpinion:
        """Every conclusion worked out again. Raises `EnginesDisagree`, and `CannotDetermine` if the engine fails."""
        if not durable.available():
            return not_taken("durable-rules cannot be imported here: it needs Python 3.12 or earlier")
        reference, leaves = conclusions(evaluation)
        try:
            second = self._ready().conclude(leaves)
        except durable.SecondOpinionFailed as error:
            raise CannotDetermine(str(error)) from None
        differing = durable.disagreements(reference, second)
        if differing:
            raise EnginesDisagree(self._program.terms.id, differing)
        return SecondOpinion(taken=True, engine=ENGINE, conclusions=len(second))

    def _ready(self) -> durable.SecondOpinion:
        if self._engine is None:
            self._engine = durable.SecondOpinion(self._translation or translate(folded(self._program.rules)))
        return self._engine
