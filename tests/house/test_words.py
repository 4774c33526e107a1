"""Every "no" has its sentence, in Chinese and in English, with exactly the facts that the rule gives it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

import tuoluo
from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.registry import Family, load_acts
from tuoluo.ledger.words import FAMILIES, SENTENCES, sentence
from tuoluo.matters.rules import Channel, Nature, Outcome, Stage
from tuoluo.matters.words import ACTS, CHANNELS, NATURES, OUTCOMES, STAGES

load_acts()
SRC = Path(tuoluo.__file__).parent
CODE = re.compile(r"[a-z_]+\.[a-z0-9_]+")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
HAN = re.compile(r"[\u4e00-\u9fff]")
Use = tuple[str, frozenset[str] | None, str]


@cache
def uses() -> tuple[Use, ...]:
    """Every code that some file refuses with, the facts it gives (None: not written out), and where."""
    return tuple(use for path in sorted(SRC.rglob("*.py")) for use in _uses_in(path))


def _uses_in(path: Path) -> Iterator[Use]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
            given = node.args[2] if len(node.args) > 2 else None
            facts = None if given is not None and not isinstance(given, ast.Dict) else frozenset(_keys(given))
            for code in _codes(node.args[0], constants):
                yield code, facts, f"{path.relative_to(SRC)}:{node.lineno}"
        elif isinstance(node, ast.Call):  # handed to a helper that makes the refusal, e.g. must_say(text, code)
            for argument in node.args:
                if isinstance(argument, ast.Constant) and argument.value in SENTENCES:
                    yield str(argument.value), None, f"{path.relative_to(SRC)}:{node.lineno}"


def _codes(node: ast.expr, constants: Mapping[str, object]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as code):
            yield code
        case ast.IfExp(body=one, orelse=other):
            yield from _codes(one, constants)
            yield from _codes(other, constants)
        case ast.Name(id=name) if name in constants:
            yield str(constants[name])


def _keys(node: ast.expr | None) -> Iterator[str]:
    for key in node.keys if isinstance(node, ast.Dict) else ():
        if isinstance(key, ast.Constant):
            yield str(key.value)


def test_the_search_finds_the_refusals() -> None:
    codes = {code for code, _, _ in uses()}
    assert len(codes) > 60
    assert {"matter.wrong_stage", "right.post_not_held", "post.cell_needed", "area.code_not_digits"} <= codes


def test_every_code_has_a_sentence() -> None:
    silent = sorted({f"{code} ({where})" for code, _, where in uses() if code not in SENTENCES})
    assert not silent, f"say these in the folder's words.py: {silent}"


def test_every_sentence_is_said_somewhere() -> None:
    """A sentence nobody says is left over from a rule that is gone. A code may be put together from two words."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SRC.rglob("*.py") if path.name != "words.py")
    beginnings = tuple(re.findall(r'Refusal\(f"([a-z_.]+)\{', text))
    said = {code for code in SENTENCES if code.startswith(beginnings) or code.partition(".")[2] in text}
    assert sorted(set(SENTENCES) - said) == []


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_code_names_its_folders_subject(code: str) -> None:
    assert CODE.fullmatch(code)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_complete_in_both_languages(code: str, language: str) -> None:
    """Filled in with the facts that the rules give, and nothing left over."""
    written_out = {facts for other, facts, _ in uses() if other == code and facts is not None}
    for given in written_out or {frozenset(PLACEHOLDER.findall(str(SENTENCES[code])))}:
        with translation.override(language):
            said = sentence(Refusal(code, "", dict.fromkeys(given, "X")))
        assert "%(" not in said
        assert said
        assert bool(HAN.search(said)) is (language == "zh-hans"), said


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_the_chinese_sentence_tells_the_same_facts(code: str) -> None:
    with translation.override("zh-hans"):
        chinese = str(SENTENCES[code])
    with translation.override("en"):
        english = str(SENTENCES[code])
    assert set(PLACEHOLDER.findall(chinese)) == set(PLACEHOLDER.findall(english))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("values", "words"),
    [(Stage, STAGES), (Nature, NATURES), (Channel, CHANNELS), (Outcome, OUTCOMES), (Family, FAMILIES)],
    ids=["stages", "natures", "channels", "outcomes", "families"],
)
def test_every_value_has_its_word(values: type, words: dict[object, object], language: str) -> None:
    with translation.override(language):
        assert set(words) == set(values)  # type: ignore[call-overload]
        for word in [*words.values(), *ACTS.values()]:
            assert bool(HAN.search(str(word))) is (language == "zh-hans"), word
