"""A shipped list of days off cannot change without its version, and says of which published file it is a copy."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import govuk_bank_holidays
import pytest
from tests.calendars.conftest import shipped

FINGERPRINTS = {
    ("england_and_wales", "1"): "sha256:a2ad0fd21925ad0862c7b8bce2aeb9d96b9e351ee4bb71a35f4b4f40f119f006",
    ("scotland", "1"): "sha256:8f3d95e67371afdba5609823a04d7f60c65155da2431eda4ea4672fa56510266",
    ("northern_ireland", "1"): "sha256:9c2eae90cc1bdbca86cce5981ca8851bac48875844b7cd71dd77eed377629fbe",
}
"""Every version that was ever shipped. A line is added with a new version, and none is ever changed."""

NAMES = sorted({name for name, _ in FINGERPRINTS})


@pytest.mark.parametrize("name", NAMES)
def test_a_list_that_changed_has_a_new_version(name: str) -> None:
    found = shipped(name)
    known = FINGERPRINTS.get((name, found.version))
    assert known is not None, f"add version {found.version} of `{name}` with its fingerprint, {found.fingerprint}"
    assert found.fingerprint == known, f"`{name}` says something else than it did: raise its `version`"


@pytest.mark.parametrize("name", NAMES)
def test_a_list_names_the_published_file_that_it_is_a_copy_of(name: str) -> None:
    published = Path(govuk_bank_holidays.__file__).parent / "bank-holidays.json"
    assert shipped(name).source_sha256 == sha256(published.read_bytes()).hexdigest()
