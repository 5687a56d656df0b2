"""House rules that no other tool checks, over every file of the project."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HIDDEN_BUT_OURS = {".ci", ".vscode", ".editorconfig", ".gitignore", ".pre-commit-hooks.yaml", ".yamllint"}
MADE_BY_TOOLS = {"__pycache__", "build", "dist", "htmlcov", "node_modules"}
LONGEST_FILE = 420


def _files(folder):
    for path in sorted(folder.iterdir()):
        if path.name in MADE_BY_TOOLS or (path.name.startswith(".") and path.name not in HIDDEN_BUT_OURS):
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


FILES = tuple(_files(ROOT))
MODULES = tuple(file for file in FILES if file.suffix == ".py")
# Broken and hostile on purpose, so whatever stands in them says nothing about where the project was made.
PROSE = tuple(file for file in FILES if ROOT / "tests" not in file.parents)


def _named(file):
    return file.relative_to(ROOT).as_posix()


def _text(file):
    return file.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.parametrize("file", MODULES, ids=_named)
def test_every_module_says_what_it_is(file):
    docstring = ast.get_docstring(ast.parse(_text(file)))
    assert docstring, "the module has no docstring"
    assert re.search(r"[.:?]$", docstring.splitlines()[0]), "its first line is not a sentence"


@pytest.mark.parametrize("file", MODULES, ids=_named)
def test_no_module_is_longer_than_a_sitting(file):
    assert len(_text(file).splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("file", MODULES, ids=_named)
def test_no_module_imports_the_source_root_as_if_it_were_a_package(file):
    for node in ast.walk(ast.parse(_text(file))):
        imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            imported = [node.module or ""]
        assert "engine" not in {name.split(".")[0] for name in imported}


@pytest.mark.parametrize("file", FILES, ids=_named)
def test_no_file_holds_an_absolute_path_of_a_machine(file):
    machines = r"(?<![\w.])(?:/(?:home|mnt|root|srv|tmp|Users|work|workspace)/\w|[A-Z]:\\\w)"
    assert not re.findall(machines + r"\S*", _text(file))


@pytest.mark.parametrize("file", PROSE, ids=_named)
def test_no_file_points_outside_of_the_checkout(file):
    for path in re.findall(r"(?<![\w.])(?:\.\./)+[\w.-]+", _text(file)):
        pointed = (file.parent / path).resolve()
        assert pointed.exists(), f"`{path}` is nothing in this project"
        assert pointed.is_relative_to(ROOT)


@pytest.mark.parametrize("file", PROSE, ids=_named)
def test_no_file_holds_an_address_of_one_network(file):
    text = _text(file)
    private = r"(?<![\w.])(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}(?![\w.])"
    assert not re.findall(private, text)
    assert not re.findall(r"https?://(?!localhost|127\.)[^\s/:]+:\d+", text), "a server by its port"
    assert not re.findall(r"(?:index-url|find-links|trusted-host)\s*[=:]", text), "a package index of somebody's own"


@pytest.mark.parametrize("file", PROSE, ids=_named)
def test_no_file_holds_the_mail_address_of_a_person(file):
    assert not re.findall(r"[\w.+-]+@(?!example\.)[\w-]+\.[a-z]{2,}", _text(file))
