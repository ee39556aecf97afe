"""The documentation says what is so: the tests that it names are there, and so are the files that the code names."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def functions_of(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", ["features.md", "security.md"])
def test_every_test_that_is_named_exists(page):
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "reference" / page).read_text())

    assert len(named) > 5
    assert [f"{file}::{name}" for file, name in named if name not in functions_of(ROOT / file)] == []


def test_every_page_that_the_code_or_a_page_names_exists():
    folders = ("accounts", "benchmarks", "config", "interviews", "questionbank", "scorecards", "tests")
    code = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    texts = [*code, *ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    named = {word for path in texts for word in re.findall(r"docs/[\w/-]+\.(?:md|png)", path.read_text())}

    assert sorted(name for name in named if not (ROOT / name).exists()) == []
