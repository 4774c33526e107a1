"""Conventions that are facts: sizes, migrations in one line, every address guarded, nothing personal printed."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import tuoluo
from tests.conftest import ROOT

SRC = Path(tuoluo.__file__).parent
sys.path.insert(0, str(ROOT / "tools"))

# Pages that anybody may read, without log-in. A new address is either here or refuses strangers.
PUBLIC = {
    *("home", "board", "duties", "listed", "map", "map_areas", "map_points", "acts", "reading", "reforms", "reform"),
    *("charters", "charter", "compare_charters"),
    *("report", "reported", "report_place", "report_suggest", "follow", "followed", "own", "own_act"),
    *("programmes", "programme", "programme_table", "measure"),
    *("coverage", "coverage_sheet"),
    *("items", "items_file", "tasks", "tasks_file", "community_tasks"),
    "set_language",
}
# The framework's log-in, and the API, which is asked in its own tests.
ELSEWHERE = re.compile(r"^(accounts/|api/)")
FILLED = {
    "code": "440399001001",
    "which": "open",
    "number": "26-000001-9",
    "name": "matter.register",
    "act": "withdraw",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "row": "1",
    "measure": "1",
    "reform": "1",
    "milestone": "1",
    **dict.fromkeys(("delegation", "task", "admission", "entry"), "00000000-0000-4000-8000-000000000000"),
}


def test_no_file_or_function_is_too_long() -> None:
    import sizes

    assert sizes.main() == 0


def test_migrations_stand_in_one_line() -> None:
    folder = SRC / "migrations"
    names = sorted(path.stem for path in folder.glob("0*.py"))
    assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, len(names) + 1)]
    for before, after in pairwise(names):
        assert f'("tuoluo", "{before}")' in (folder / f"{after}.py").read_text(encoding="utf-8").replace("'", '"')
    assert not [name for name in names if re.search(r"_auto_|_alter_|\d{8}", name)], "a migration says what it does"


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str | None, str]]:
    """The name and the route of every page."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield pattern.name, route


def pages() -> list[tuple[str, str]]:
    found = addresses(get_resolver().url_patterns)
    return sorted((name, route) for name, route in found if name and not ELSEWHERE.match(route))


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "route"), [page for page in pages() if page[0] not in PUBLIC])
def test_every_address_that_is_not_public_sends_strangers_to_the_log_in(name: str, route: str) -> None:
    address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: FILLED.get(match[1], "x"), route)
    for answer in (Client().get(address), Client().post(address, {})):
        assert answer.status_code in (302, 403, 405), f"{name} {address}: {answer.status_code}"
        if answer.status_code == 302:
            assert answer["Location"].startswith("/accounts/login/"), answer["Location"]


def test_every_public_address_exists() -> None:
    names = {name for name, _ in addresses(get_resolver().url_patterns)}
    assert names >= PUBLIC


def test_there_are_pages_that_strangers_may_not_see() -> None:
    guarded = {name for name, _ in pages()} - PUBLIC
    assert {"inbox", "matter", "act", "account", "choose_post"} <= guarded


PERSONAL = {"text", "contact", "contacts", "value", "salt", "link", "password", "account", "answer", "words"}
TELLERS = {"print", "debug", "info", "warning", "error", "exception", "critical", "log"}
# A command that hands a secret to the operator who asked for it, on the terminal only.
TOLD_ON_PURPOSE = {"people/cli.py", "demo/cli.py", "demo/showing.py", "demo/logins.py"}


def told(tree: ast.AST) -> Iterator[str]:
    """Attributes with personal data inside a print or a log line."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in TELLERS:
            inside = (part for argument in node.args for part in ast.walk(argument))
            yield from (part.attr for part in inside if isinstance(part, ast.Attribute) and part.attr in PERSONAL)


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda path: path.relative_to(SRC).as_posix())
def test_no_print_or_log_line_tells_personal_data(path: Path) -> None:
    if path.relative_to(SRC).as_posix() not in TOLD_ON_PURPOSE:
        assert not list(told(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    "text", ["print(matter.text)", "log.info('x %s', contact.value)", "log.error(f'{person.salt}')"]
)
def test_the_search_finds_a_line_that_tells(text: str) -> None:
    assert list(told(ast.parse(text)))


@pytest.mark.parametrize("path", sorted(SRC.rglob("rules.py")), ids=lambda path: path.parent.name)
def test_every_rule_names_its_basis(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and re.match(r"(may|must)_|.*_fault$", node.name):
            last = (ast.get_docstring(node) or "").strip().splitlines()[-1:]
            assert last, f"{node.name} says nothing"
            text = ast.get_docstring(node) or ""
            assert "Basis: " in text, f"{node.name} names no basis"


@pytest.mark.parametrize("path", sorted(SRC.rglob("rules.py")), ids=lambda path: path.parent.name)
def test_no_rule_looks_at_the_clock(path: Path) -> None:
    """The moment is handed in, so that a rule gives the same answer tomorrow."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\.(now|today|localdate|utcnow|time)\(", text)
