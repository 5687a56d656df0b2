"""Commands are tried from the top of the checkout."""

from __future__ import annotations

import pytest

from tests.examples import ROOT


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
