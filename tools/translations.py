"""The translations: English sentences in the code, one catalogue for each other language.

    python tools/translations.py update     take new sentences into the catalogues
    python tools/translations.py compile    make the files that the software reads (also part of the set-up)
    python tools/translations.py check      is every sentence translated, and with the same placeholders?

Done with Babel, because Django's own commands need GNU gettext, which a bare machine lacks.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "src" / "tuoluo"
LANGUAGES = ("zh_Hans",)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|\{\w*\}")


def main(arguments: Sequence[str]) -> int:
    """Run one of the three commands."""
    commands = {"update": update, "compile": compile_all, "check": check}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    return commands[arguments[0]]()


def update() -> int:
    """Merge the sentences of the code into every catalogue; new ones are left empty, vanished ones are dropped."""
    for language in LANGUAGES:
        catalog = merged(language)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalog))
        empty = sum(1 for message in entries(catalog) if not is_translated(message))
        print(f"{path.relative_to(ROOT)}: {len(catalog)} sentences, {empty} still to translate")
    return 0


def compile_all() -> int:
    """Write the binary catalogue beside each readable one."""
    for language in LANGUAGES:
        path = po_path(language)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as target:
                write_mo(target, load(language))
    return 0


def check() -> int:
    """List what is untranslated, mistranslated or out of date."""
    faults = [fault for language in LANGUAGES for fault in faults_of(language)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def faults_of(language: str) -> Iterator[str]:
    """Everything amiss in one catalogue."""
    known = load(language)
    current = merged(language)
    for message in entries(current):
        sentence = message.id[0] if isinstance(message.id, tuple) else message.id
        if known.get(message.id, message.context) is None:
            yield f"{language}: not in the catalogue (run `make fix`): {sentence!r}"
        elif not is_translated(message):
            yield f"{language}: not translated: {sentence!r}"
        elif not same_placeholders(message):
            yield f"{language}: other placeholders than the original: {sentence!r}"
    for message in entries(known):
        if current.get(message.id, message.context) is None:
            yield f"{language}: no longer used (run `make fix`): {message.id!r}"


def merged(language: str) -> Catalog:
    """The sentences of the code, with the translations that the catalogue has."""
    catalog = load(language)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def template() -> Catalog:
    """Every sentence of the code and the pages."""
    catalog = Catalog(project="tuoluo", charset="utf-8")
    found = extract_from_dir(CODE, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True)
    for name, _line, sentence, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        catalog.add(sentence, locations=[(f"src/tuoluo/{name}", 0)], auto_comments=comments, context=context)
    return catalog


def from_page(
    page: IO[bytes], keywords: Mapping[str, Any], tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """The sentences of a Django template: Django turns its tags into calls, Babel reads those."""
    calls = templatize(page.read().decode("utf-8"))
    yield from extract_python(io.BytesIO(calls.encode("utf-8")), keywords, tags, options)  # type: ignore[arg-type]


METHODS: list[tuple[str, Any]] = [
    ("**/migrations/**.py", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", from_page),
    ("**/templates/**.txt", from_page),
]


def load(language: str) -> Catalog:
    """A catalogue as it lies in the repository; empty when there is none yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="tuoluo", charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=language)


def written(catalog: Catalog) -> bytes:
    """A catalogue as text: sorted by sentence, no line numbers and no dates, so that changes stay small."""
    target = io.BytesIO()
    write_po(target, catalog, width=120, sort_output=True, omit_header=True, include_lineno=False, ignore_obsolete=True)
    header = f'msgid ""\nmsgstr ""\n"Language: {catalog.locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return f'{header}"Plural-Forms: {catalog.plural_forms}\\n"\n\n'.encode() + target.getvalue()


def po_path(language: str) -> Path:
    """Where the readable catalogue of a language lies."""
    return CODE / "locale" / language / "LC_MESSAGES" / "django.po"


def entries(catalog: Catalog) -> Iterator[Message]:
    """The sentences without the header."""
    return (message for message in catalog if message.id)


def is_translated(message: Message) -> bool:
    """Whether every form has words."""
    return all(forms(message.string))


def same_placeholders(message: Message) -> bool:
    """Whether the translation fills in exactly what the original does (of a plural, what any of its forms does)."""
    wanted = [set(PLACEHOLDER.findall(text)) for text in forms(message.id)]
    return all(set(PLACEHOLDER.findall(text)) in wanted for text in forms(message.string))


def forms(text: str | Sequence[str | None] | None) -> list[str]:
    """The forms of a sentence: one, or several where it counts something."""
    return [text or ""] if text is None or isinstance(text, str) else [form or "" for form in text]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
