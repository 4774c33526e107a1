"""Which category somebody means: by its code, by its name, or by the words residents use for it."""

from __future__ import annotations

from dataclasses import dataclass

from tuoluo.charter.model import Category, Charter


@dataclass(frozen=True)
class Hit:
    """A category that fits some words, and the words it was recognised by."""

    category: Category
    terms: tuple[str, ...]


def understood(charter: Charter, text: str) -> list[Hit]:
    """The categories that a code, a name or a resident's words mean, the best first; groups are left out.

    A code or a whole name is taken at its word. Otherwise the longest keyword or name that occurs in the text decides.
    """
    words = text.strip().lower()
    single = [category for category in charter.categories.values() if not charter.is_group(category.code)]
    for category in single:
        if words in (category.code.lower(), category.name.zh.lower(), category.name.en.lower()):
            return [Hit(category, (text.strip(),))]
    hits = [(category, _terms_in(category, words)) for category in single]
    found = [Hit(category, terms) for category, terms in hits if terms]
    return sorted(found, key=lambda hit: (-len(hit.terms[0]), hit.category.code))


def _terms_in(category: Category, words: str) -> tuple[str, ...]:
    """The keywords and names of a category that occur in a text, the longest first."""
    terms = {*category.keywords, category.name.zh, category.name.en}
    return tuple(
        sorted((term for term in terms if term and term.lower() in words), key=lambda term: (-len(term), term))
    )
