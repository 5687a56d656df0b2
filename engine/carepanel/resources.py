"""The files shipped with the package: policies, what they share, and schemas.

In a wheel `policies/` and `schemas/` lie inside the package; in a checkout they lie at its root, two folders up.
A name is looked up among the files that are there, so no name reaches anything else.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carepanel.errors import UnknownResource

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

_SOURCE_ROOT = "engine"


def policy_names() -> tuple[str, ...]:
    """The names of the shipped policies, e.g. ``camden``, in alphabetical order."""
    return _names("policies", ".yaml")


def policy_path(name: str) -> str:
    """The name that messages use for the file of a shipped policy, e.g. ``policies/camden.yaml``."""
    return f"policies/{name}.yaml"


def policy_bytes(name: str) -> bytes:
    """The file of a shipped policy as it was written.

    Raises:
        UnknownResource: no policy of that name is shipped.
    """
    return _read("policies", name, ".yaml")


def shared_path(name: str) -> str:
    """The name that messages use for a file that policies share, e.g. a vocabulary."""
    return f"policies/shared/{name}.yaml"


def shared_bytes(name: str) -> bytes:
    """A file that policies share, such as a vocabulary or a calendar, as it was written.

    Raises:
        UnknownResource: no such file is shipped.
    """
    return _read("policies/shared", name, ".yaml")


@cache
def schema(name: str) -> Mapping[str, Any]:
    """A published schema, e.g. ``policy``. Every caller gets the same one: read it, never change it.

    Raises:
        UnknownResource: no schema of that name is shipped.
    """
    parsed: dict[str, Any] = json.loads(_read("schemas", name, ".schema.json"))
    return parsed


def _read(folder: str, name: str, suffix: str) -> bytes:
    known = _names(folder, suffix)
    if name not in known:
        raise UnknownResource(f"{folder}/{name}{suffix}", (f"{folder}/{other}{suffix}" for other in known))
    return _folder(folder).joinpath(name + suffix).read_bytes()


def _names(folder: str, suffix: str) -> tuple[str, ...]:
    place = _folder(folder)
    if not place.is_dir():
        return ()
    return tuple(sorted(file.name.removesuffix(suffix) for file in place.iterdir() if file.name.endswith(suffix)))


def _folder(path: str) -> Traversable:
    """The folder `path` of the shipped data, whether carepanel is installed or lies in a checkout."""
    place: Traversable = files("carepanel")
    source_root = Path(__file__).resolve().parents[1]
    if source_root.name == _SOURCE_ROOT:
        place = source_root.parent
    for part in path.split("/"):
        place = place.joinpath(part)
    return place
