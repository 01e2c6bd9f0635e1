"""docs/traps.md names only tests that exist, and misses no number of its lists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "traps.md").read_text()
NAMED = re.findall(r"`([a-z_/]+\.py)::(test_\w+)`", PAGE)


def _tests(path):
    """The names of the tests in ``path`` and in the classes and state machines it holds."""
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_test_it_names_exists():
    files = {file: ROOT / "tests" / file for file, _name in NAMED}
    known = {file: _tests(path) if path.exists() else set() for file, path in files.items()}
    assert [f"{file}::{name}" for file, name in NAMED if name not in known[file]] == []


def test_every_line_of_both_lists_is_answered():
    rows = re.findall(r"^\| (\d+) \|.*\| (.+) \|$", PAGE, re.MULTILINE)
    assert [int(number) for number, _shown in rows] == [*range(1, 31), *range(1, 31)]
    assert [number for number, shown in rows if "::test_" not in shown and shown != "not answered"] == []
