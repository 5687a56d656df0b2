"""How long things take: ``python -m benchmarks`` from the root of the checkout. No test rests on a time."""

from __future__ import annotations
