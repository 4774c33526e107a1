"""Running the software gives no civic right: the question is never even asked in a rule, an act or the authority."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tuoluo

SRC = Path(tuoluo.__file__).parent
FOLDERS = [
    *("kernel", "ledger", "charter", "territory", "people", "bodies", "workforce", "matters"),
    *("services", "oversight", "drafting", "desk", "adoption"),
]
PRIVILEGE = {"is_superuser", "is_staff", "has_perm", "has_perms", "has_module_perms", "user_permissions"}
FILES = sorted(path for folder in FOLDERS for path in (SRC / folder).rglob("*.py"))


def names(tree: ast.AST) -> set[str]:
    """Every name, attribute, keyword and whole string in a file."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) | ast.Name(id=name) | ast.Constant(value=str() as name):
                found.add(name)
            case ast.keyword(arg=str() as name):
                found.add(name)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SRC).as_posix())
def test_no_file_asks_whether_somebody_administers_the_software(path: Path) -> None:
    asked = names(ast.parse(path.read_text(encoding="utf-8"))) & PRIVILEGE
    assert not asked


def test_the_search_finds_what_it_looks_for() -> None:
    for text in ("if user.is_superuser: pass", "getattr(user, 'is_staff')", "objects.filter(is_superuser=True)"):
        assert names(ast.parse(text)) & PRIVILEGE
    assert len(FILES) > 50
