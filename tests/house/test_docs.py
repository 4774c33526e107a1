"""The documentation is true: links lead somewhere, commands exist, settings are told, generated pages are fresh."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tuoluo.cli import COMMANDS, main
from tuoluo.desk.docs import stale_pages
from tuoluo.desk.reference import DEVELOPMENT, PAGES, SETTINGS

DOCS = ROOT / "docs"
PAGES_WRITTEN = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"(?m)^#+ +(.+?) *$")
BLOCK = re.compile(r"(?ms)^```sh\n(.*?)^```")
SPOKEN = re.compile(r"`((?:tuoluo|make) [a-z][^`]*)`")
VARIABLE = re.compile(r"\bTUOLUO_[A-Z_]+\b")
RECORD = re.compile(r"(\d{4})-[a-z0-9-]+\.md")


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


# Links


def anchors(page: Path) -> set[str]:
    """The names by which headings of a page can be linked to."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("written", PAGES_WRITTEN, ids=name)
def test_every_link_leads_somewhere(written: Path) -> None:
    for target in LINK.findall(written.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        file = (written.parent / path).resolve() if path else written
        assert file.exists(), f"{name(written)}: {target} does not exist"
        assert not anchor or anchor in anchors(file), f"{name(written)}: no heading {anchor} in {path}"


def test_every_page_can_be_reached_from_the_first_one() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            file = (page.parent / target.partition("#")[0]).resolve()
            if file.suffix == ".md" and file.exists():
                waiting.append(file)
    assert {name(page) for page in PAGES_WRITTEN} - {"CHANGELOG.md"} - {name(page) for page in seen} == set()


# Commands


def commands_told() -> Iterator[tuple[str, list[str]]]:
    """Every call of `tuoluo` or `make` in the documentation, as words."""
    for page in PAGES_WRITTEN:
        if page.parent == DOCS / "reference":
            continue
        text = page.read_text(encoding="utf-8")
        lines = [line for block in BLOCK.findall(text) for line in block.replace("\\\n", " ").splitlines()]
        for line in [*lines, *SPOKEN.findall(text)]:
            for call in re.split(r"&&|;|\|", line.partition("#")[0]):
                words = shlex.split(call.replace("'", "").replace("…", "X"))
                if words and Path(words[0]).name in ("tuoluo", "make"):
                    yield name(page), [Path(words[0]).name, *words[1:]]


MAKE_TARGETS = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
TOLD = [pytest.param(words, id=f"{page} {' '.join(words)}") for page, words in commands_told()]


@pytest.mark.parametrize("words", [words for words in TOLD if words.values[0][0] == "make"])  # type: ignore[index]
def test_every_make_command_told_exists(words: list[str]) -> None:
    targets = [word for word in words[1:] if "=" not in word]
    assert set(targets) <= MAKE_TARGETS


@pytest.mark.parametrize("words", [words for words in TOLD if words.values[0][0] == "tuoluo"])  # type: ignore[index]
def test_every_tuoluo_command_told_exists(words: list[str]) -> None:
    """The command and its verbs are there, and every option told is one it takes."""
    parser: argparse.ArgumentParser | None = argparse.ArgumentParser()
    module = COMMANDS[words[1]].module
    assert parser is not None
    import_module(module).add_commands(parser.add_subparsers())
    for word in words[1:]:
        choices = _choices(parser)
        if choices is None:
            break
        assert word in choices, f"{' '.join(words)}: {word} is none of {', '.join(choices)}"
        parser = choices[word]
    options = {option for action in parser._actions for option in action.option_strings} | {"--home"}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options


def _choices(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser] | None:
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(inner[0].choices) if inner else None


def test_the_documentation_tells_commands_at_all() -> None:
    assert len(TOLD) > 20


# Generated pages


def test_generated_pages_are_fresh() -> None:
    assert stale_pages(DOCS / "reference") == []


def test_a_stale_page_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs", "--to", str(tmp_path)]) == 0
    assert main(["docs", "--to", str(tmp_path), "--check"]) == 0
    (tmp_path / "stages.md").write_text("something else", encoding="utf-8")
    assert main(["docs", "--to", str(tmp_path), "--check"]) == 1
    assert "stages.md" in capsys.readouterr().err


def test_generated_pages_say_the_same_every_time() -> None:
    assert {name: page() for name, page in PAGES.items()} == {name: page() for name, page in PAGES.items()}


def test_every_command_is_described() -> None:
    page = PAGES["cli.md"]()
    for command, about in COMMANDS.items():
        assert find_spec(about.module) is not None, f"tuoluo {command}: {about.module} is missing"
        assert f"## tuoluo {command}\n" in page


def test_the_description_of_the_api_is_one() -> None:
    described = json.loads((DOCS / "reference" / "openapi.json").read_text(encoding="utf-8"))
    assert described["openapi"] == "3.1.0"


# Settings


def code_files() -> list[Path]:
    folders = ("src", "tools", "tests", "bench")
    return [ROOT / "Makefile", *(file for folder in folders for file in (ROOT / folder).rglob("*.py"))]


def test_every_setting_is_told_and_every_one_told_is_used() -> None:
    told = SETTINGS.keys() | DEVELOPMENT.keys()
    here = {ROOT / "src" / "tuoluo" / "desk" / "reference.py", Path(__file__)}
    used = {name for file in code_files() if file not in here for name in VARIABLE.findall(file.read_text("utf-8"))}
    assert used - told == set(), "used in the code, told nowhere: add it to tuoluo.desk.reference"
    assert {name for name in told if name.startswith("TUOLUO_")} - used == set(), "told, but used nowhere"


# Decision records


def test_decision_records_are_numbered_without_gaps_and_listed() -> None:
    folder = DOCS / "decisions"
    files = sorted(file.name for file in folder.glob("[0-9]*.md"))
    assert [file[:4] for file in files] == [f"{number:04d}" for number in range(1, len(files) + 1)]
    assert all(RECORD.fullmatch(file) for file in files)
    listed = RECORD.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert listed == [file[:4] for file in files]


@pytest.mark.parametrize("record", sorted((DOCS / "decisions").glob("[0-9]*.md")), ids=name)
def test_a_decision_record_says_what_why_and_what_was_given_up(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert text.startswith(f"# {record.name[:4]} ")
    for part in ("**Decision.**", "**Why.**"):
        assert part in text
