"""What every test shares: the root of the checkout, and how hard Hypothesis searches.

``carepanel`` is the profile of the normal run: the same examples every time, so that a failure is never luck.
``long`` is that of `make long-test`: new examples each time, many of them, and failures kept to be tried again.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("carepanel", derandomize=True, deadline=None, print_blob=True)
settings.register_profile(
    "long",
    derandomize=False,
    deadline=None,
    max_examples=20_000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("carepanel")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parents[1]
