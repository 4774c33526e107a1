"""A sentence without a translation, or with other placeholders, does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest
import translations

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext
GREETING = _("Hello %(name)s")
LIMIT = ngettext("%(n)d day", "%(n)d days", 2)
"""
PAGE = """
{% load i18n %}{% translate "Open matters" %}
{% blocktranslate trimmed with who=body %}Sent
  to {{ who }}{% endblocktranslate %}
"""
COMPLETE = {
    "Hello %(name)s": "%(name)s，您好",
    "%(n)d day": "%(n)d 天",
    "Open matters": "未结事项",
    "Sent to %(who)s": "已派往%(who)s",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "CODE", tmp_path)
    (tmp_path / "matters" / "templates").mkdir(parents=True)
    (tmp_path / "matters" / "words.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "matters" / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def translate(wordings: dict[str, str]) -> None:
    """Fill in the catalogue as a translator would."""
    translations.update()
    catalog = translations.load("zh_Hans")
    for message in translations.entries(catalog):
        plural = not isinstance(message.id, str)
        wording = wordings[message.id[0] if plural else str(message.id)]
        message.string = (wording,) if plural else wording
    translations.po_path("zh_Hans").write_bytes(translations.written(catalog))


def test_sentences_of_code_and_pages_are_found_and_a_complete_catalogue_passes(project: Path) -> None:
    translate(COMPLETE)
    assert list(translations.faults_of("zh_Hans")) == []


def test_taking_in_new_sentences_twice_changes_nothing(project: Path) -> None:
    translate(COMPLETE)
    before = translations.po_path("zh_Hans").read_bytes()
    translations.update()
    assert translations.po_path("zh_Hans").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"Open matters": ""}, "not translated: 'Open matters'"),
        ({"%(n)d day": ""}, "not translated: '%(n)d day'"),
        ({"Hello %(name)s": "您好"}, "other placeholders than the original: 'Hello %(name)s'"),
        ({"Sent to %(who)s": "已派往%(whom)s"}, "other placeholders than the original: 'Sent to %(who)s'"),
        ({"%(n)d day": "%(m)d 天"}, "other placeholders than the original: '%(n)d day'"),
    ],
)
def test_each_fault_of_a_translation_is_named(project: Path, change: dict[str, str], fault: str) -> None:
    translate(COMPLETE | change)
    assert list(translations.faults_of("zh_Hans")) == [f"zh_Hans: {fault}"]


def test_a_catalogue_that_lags_behind_the_code_does_not_pass(project: Path) -> None:
    translate(COMPLETE)
    (project / "matters" / "words.py").write_text(CODE.replace("Hello", "Good day,"), encoding="utf-8")
    faults = "\n".join(translations.faults_of("zh_Hans"))
    assert "not in the catalogue (run `make fix`): 'Good day, %(name)s'" in faults
    assert "no longer used (run `make fix`): 'Hello %(name)s'" in faults


def test_the_compiled_catalogue_says_what_the_readable_one_says(project: Path) -> None:
    from gettext import GNUTranslations

    translate(COMPLETE)
    translations.compile_all()
    with translations.po_path("zh_Hans").with_suffix(".mo").open("rb") as source:
        compiled = GNUTranslations(source)
    assert compiled.gettext("Open matters") == "未结事项"
    assert compiled.ngettext("%(n)d day", "%(n)d days", 3) == "%(n)d 天"
