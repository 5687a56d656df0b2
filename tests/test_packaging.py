"""The wheel: what an embedder installs is the package `carepanel`, with its data, and nothing beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from zipfile import ZipFile

import pytest

import carepanel


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """The wheel of this checkout, built by the build backend itself, which needs no network."""
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(place)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [built] = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel):
    with ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


def test_the_only_top_level_of_the_wheel_is_carepanel(names):
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"carepanel"}


def test_the_wheel_says_that_it_is_typed_and_carries_its_licence(names):
    assert "carepanel/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


@pytest.mark.parametrize("folder", ["policies", "schemas"])
def test_every_policy_and_schema_is_in_the_wheel(root, names, folder):
    shipped = {
        f"carepanel/{file.relative_to(root).as_posix()}"
        for file in root.joinpath(folder).rglob("*.*")
        if file.is_file()
    }
    assert shipped
    assert shipped <= names


def test_every_module_is_in_the_wheel(root, names):
    source = root / "engine"
    assert {file.relative_to(source).as_posix() for file in source.glob("carepanel/**/*.py")} <= names


def test_the_wheel_holds_no_tests_and_no_caches(names):
    assert not [name for name in names if "test" in name.split("/")[-1].split("_")[0] or "__pycache__" in name]


def test_the_package_in_the_wheel_finds_its_own_policies(wheel, root, tmp_path):
    unpacked = tmp_path / "site"
    with ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    question = "from carepanel import resources as r; print(r.__file__, *((n, len(r.policy_bytes(n))) for n in r.policy_names()), sep='\\n')"
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    done = subprocess.run(
        [sys.executable, "-c", question],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    where, *found = done.stdout.splitlines()
    assert where.startswith(str(unpacked))
    assert found == [str((file.stem, file.stat().st_size)) for file in sorted(root.glob("policies/*.yaml"))]


def test_every_public_name_is_there_when_it_is_asked_for():
    assert all(getattr(carepanel, name) is not None for name in carepanel.__all__)
    assert set(carepanel._HOME) == set(carepanel.__all__)
    with pytest.raises(AttributeError, match="has no attribute `Panels`"):
        carepanel.Panels  # noqa: B018


def test_importing_the_package_imports_no_engine():
    question = "import sys, carepanel; print(*(name for name in sys.modules if name.startswith('carepanel')))"
    done = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["carepanel"]
