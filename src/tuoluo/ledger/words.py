"""From a refusal's code to a sentence that a clerk or resident can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tuoluo.kernel.refusals import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {}
FAMILIES: dict[str, _StrPromise] = {
    "decide": _("Decide"),
    "coordinate": _("Coordinate"),
    "supervise": _("Supervise"),
    "evaluate": _("Evaluate"),
    "serve": _("Serve"),
}


VALUES: dict[str, dict[Any, _StrPromise]] = {}


def say(sentences: Mapping[str, _StrPromise], values: Mapping[str, Mapping[Any, _StrPromise]] | None = None) -> None:
    """Add a folder's sentences (each code has one only), and words for what its facts can be, such as a stage."""
    doubled = SENTENCES.keys() & sentences.keys()
    if doubled:
        raise ValueError(f"said twice: {', '.join(sorted(doubled))}")
    SENTENCES.update(sentences)
    for fact, words in (values or {}).items():
        VALUES.setdefault(fact, {}).update(words)


def sentence(refusal: Refusal) -> str:
    """The refusal in the reader's language, with its facts filled in."""
    facts = {fact: VALUES.get(fact, {}).get(value, value) for fact, value in refusal.facts.items()}
    return str(SENTENCES[refusal.code]) % facts
