"""The registry of acts and the doors: every act says what it does and why, and nothing is written past them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

import tuoluo
from tuoluo.bodies.authority import CARRY_OVER, FOUNDING_ACTS
from tuoluo.bodies.charters import charter_named
from tuoluo.charter.shipped import shipped_names
from tuoluo.ledger.registry import FOLDERS, REGISTRY, ActSpec, OpenTo
from tuoluo.matters.words import ACTS as MATTER_WORDS

SRC = Path(tuoluo.__file__).parent
ACTS = sorted(REGISTRY.values(), key=lambda spec: spec.name)
WRITES = {
    *("save", "create", "bulk_create", "get_or_create", "update_or_create"),
    *("execute", "executemany", "update", "delete", "bulk_update", "aupdate", "acreate", "adelete", "asave"),
}
# What is written outside acts, and why that is no act of governance. The list can only shrink.
ALLOWED = {
    "ledger/rows.py": "the statements by which acts write",
    "ledger/chain.py": "appends the record of an act, and locks it",
    "demo/build.py": "tunes the database for one large transaction",
    "matters/intake.py": "a reporter without account who leaves a contact, inside the report",
    "matters/models.py": "keeps the sealed words of an act, called by the door",
    "people/accounts.py": "log-in and password of a person: software, not governance",
    "people/forms.py": "a resident signs up",
    "people/tokens.py": "API tokens: software, not governance",
    "people/answers.py": "answers kept so that a repeated request is not done twice",
    "demo/logins.py": "accounts of the demo district",
}


def named(spec: ActSpec) -> str:
    return spec.name


@pytest.mark.parametrize("spec", ACTS, ids=named)
def test_every_act_says_what_it_does_and_on_what_it_rests(spec: ActSpec) -> None:
    text = inspect.getdoc(spec.function) or ""
    assert spec.summary.endswith("."), "its first line is a sentence"
    assert text.splitlines()[-1].startswith("Basis: "), "its last line names its basis"
    assert spec.basis


@pytest.mark.parametrize("spec", ACTS, ids=named)
def test_every_act_is_called_in_the_same_way(spec: ActSpec) -> None:
    parameters = list(inspect.signature(spec.function).parameters.values())
    by_name = {parameter.name: parameter for parameter in parameters}
    for name in ("by", "at"):
        assert by_name[name].kind is inspect.Parameter.KEYWORD_ONLY
        assert by_name[name].default is inspect.Parameter.empty, "who and when are always said"
    positional = [one for one in parameters if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    assert len(positional) <= 1, "only the subject comes without a name"
    assert {*spec.private, *spec.secret} <= set(by_name), "a private argument that the act does not have hides nothing"


@pytest.mark.parametrize("spec", ACTS, ids=named)
def test_free_words_never_reach_the_record_in_clear(spec: ActSpec) -> None:
    """Whatever somebody may type about people is private; what is public is named here, with its reason."""
    public = {
        "category": "a code of the catalogue",
        "kind": "a code of the charter",
        "role": "a code of the charter",
        "name": "the name of a body, area or charter; of a person it is private",
        "name_en": "the same",
        "title": "the title of a post",
        "credit_code": "public by law",
        "reference": "how a district's files call a body",
        "source": "where a boundary or history comes from",
        "file": "the name of a history file",
        "sha256": "its fingerprint",
        "table": "which part of a charter",
        "reform": "number and title of a reform, which is public",
        "code": "the short name of a programme",
        "aspect": "part of a published reform programme",
        "indicator": "a code of the software",
        "plan": "the fingerprint of a reform's plan",
        "grounds": "why a reform programme, its owner or date changes: published with it",
    }
    typed = {name for name, one in inspect.signature(spec.function).parameters.items() if one.annotation == "str"}
    hidden = {*spec.private, *spec.secret}
    open_words = typed - hidden - set(public)
    assert not open_words, f"{open_words}: private, secret, or public with a reason?"
    if spec.name.startswith("person."):
        assert "name" in hidden


def test_every_act_lies_in_a_folder_that_is_loaded() -> None:
    found = {path.relative_to(SRC).parts[0] for path in _acts_files()}
    assert found <= set(FOLDERS)


def test_the_charters_that_ship_give_rights_to_acts_that_exist() -> None:
    for name in shipped_names():
        charter = charter_named(name)
        given = {act for role in charter.roles.values() for act in role.acts}
        assert given <= {*REGISTRY, CARRY_OVER}, f"{name}: {sorted(given - set(REGISTRY))}"


def test_every_act_is_open_to_somebody() -> None:
    given = {act for name in shipped_names() for role in charter_named(name).roles.values() for act in role.acts}
    nobody = [spec.name for spec in ACTS if spec.open_to is OpenTo.NOBODY and spec.name not in given]
    assert not nobody
    assert set(REGISTRY) >= FOUNDING_ACTS


def test_every_act_on_a_matter_has_a_word_for_its_button() -> None:
    about = {spec.name for spec in ACTS if spec.name.startswith(("matter.", "contact.")) and spec.name != CARRY_OVER}
    assert about == set(MATTER_WORDS)


# Nothing is written past the acts


def _acts_files() -> list[Path]:
    return [*SRC.glob("*/acts.py"), *SRC.glob("*/acts/*.py"), *SRC.glob("*/following.py")]


def outside_the_acts() -> list[Path]:
    skipped = {"migrations", "kernel", "charter", "vendor"}
    files = (path for path in SRC.rglob("*.py") if not skipped & set(path.relative_to(SRC).parts))
    return sorted(set(files) - set(_acts_files()))


MODELS = {model.__name__ for model in apps.get_app_config("tuoluo").get_models()}
HOLDERS = {"objects", "filter", "exclude", "get", "all", "on", "first", "_default_manager"}


def writes(tree: ast.AST) -> Iterator[str]:
    """Calls that write rows: on a manager or queryset, or ``save`` and ``delete`` of an instance without arguments of
    another kind of saving (a spreadsheet is saved to a file, a digest is updated with bytes).
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "tuoluo.ledger.rows":
            yield f"statements of its own (line {node.lineno})"
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        words = {part.attr for part in ast.walk(node.func.value) if isinstance(part, ast.Attribute)}
        fields = {keyword.arg for keyword in node.keywords}
        if node.func.attr in ("execute", "executemany"):
            yield f"{ast.unparse(node.func)} (line {node.lineno})"
        on_rows = bool(words & HOLDERS) and not isinstance(node.func.value, ast.Name)
        instance = (
            node.func.attr in ("save", "delete") and (not node.args) and (not fields or "update_fields" in fields)
        )
        if on_rows or instance:
            yield f"{ast.unparse(node.func)} (line {node.lineno})"


@pytest.mark.parametrize("path", outside_the_acts(), ids=lambda path: path.relative_to(SRC).as_posix())
def test_nothing_is_written_outside_the_acts(path: Path) -> None:
    found = list(writes(ast.parse(path.read_text(encoding="utf-8"))))
    if path.relative_to(SRC).as_posix() not in ALLOWED:
        assert not found, "write through an act, or say in ALLOWED why this is none"


def test_the_list_of_exceptions_only_names_files_that_write() -> None:
    for name in ALLOWED:
        text = (SRC / name).read_text(encoding="utf-8")
        assert list(writes(ast.parse(text))), f"{name} writes nothing any more: take it out of ALLOWED"


def test_the_faces_are_not_among_the_exceptions() -> None:
    assert not [
        name for name in ALLOWED if name.rpartition("/")[2] in ("web.py", "api.py", "cli.py") or "/web/" in name
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Matter.objects.create(stage='closed')",
        "Matter.objects.filter(pk=1).update(stage='closed')",
        "matter.save()",
        "matter.save(update_fields=['stage'])",
        "matter.parts.all().delete()",
        "Part.objects.bulk_create([])",
        "cursor.execute('DELETE FROM tuoluo_record')",
        "from tuoluo.ledger.rows import update",
    ],
)
def test_the_search_finds_a_write(text: str) -> None:
    assert list(writes(ast.parse(text)))


@pytest.mark.parametrize(
    "text", ["book.save(path)", "digest.update(block)", "words.update(other)", "facts.update(a=1)"]
)
def test_the_search_knows_what_is_no_write(text: str) -> None:
    assert not list(writes(ast.parse(text)))
