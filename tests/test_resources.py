"""Shipped files are found by name, and a name reaches nothing else."""

from __future__ import annotations

import json

import pytest

from carepanel import resources
from carepanel.errors import UnknownResource


def test_the_shipped_policies_are_the_files_of_the_folder_and_no_folder_of_it(root):
    assert resources.policy_names() == tuple(sorted(file.stem for file in root.glob("policies/*.yaml")))


def test_a_policy_is_read_as_it_was_written(root):
    for name in resources.policy_names():
        assert resources.policy_bytes(name) == root.joinpath(resources.policy_path(name)).read_bytes()


def test_a_shared_file_is_read_as_it_was_written(root):
    for file in root.glob("policies/shared/*.yaml"):
        assert resources.shared_bytes(file.stem) == root.joinpath(resources.shared_path(file.stem)).read_bytes()


def test_a_schema_is_parsed_once(root):
    for file in root.glob("schemas/*.schema.json"):
        name = file.name.removesuffix(".schema.json")
        assert resources.schema(name) == json.loads(file.read_bytes())
        assert resources.schema(name) is resources.schema(name)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "nowhere", "../pyproject", "shared/../camden", "camden.yaml", "/etc/hostname", "\0"]
)
def test_a_name_that_is_not_shipped_is_refused_whatever_it_looks_like(name):
    for read in (resources.policy_bytes, resources.shared_bytes, resources.schema):
        with pytest.raises(UnknownResource, match="is shipped with carepanel"):
            read(name)
