"""A difference between two charters at a terminal, and as JSON for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tuoluo.charter.diff import Change, Difference
from tuoluo.charter.diff_words import HEADINGS, SENTENCES, sentence, told
from tuoluo.charter.model import Charter, plainly
from tuoluo.charter.report import Paper, wrapped


def difference_report(difference: Difference, paper: Paper) -> Iterator[str]:
    """Both titles, then the sentences under their headings."""
    for sign, charter in (("−", difference.before), ("+", difference.after)):
        title = charter.title.in_language(paper.language)
        yield f"{sign} {paper.paint(title, 'strong')}  {charter.name} {charter.version}"
    if not difference:
        yield paper.paint(SENTENCES["nothing"][paper.language], "fine")
    for subject, sentences in told(difference, paper.language):
        yield ""
        yield paper.paint(f"{HEADINGS[subject][paper.language]} ({len(sentences)})", "strong")
        for one in sentences:
            first, *rest = wrapped(one, 4)
            yield f"  - {first}"
            yield from (f"    {line}" for line in rest)


def difference_as_json(difference: Difference) -> dict[str, Any]:
    """The two charters by name and fingerprint, and each change with its facts and its sentence in both languages."""
    return {
        "before": _named(difference.before),
        "after": _named(difference.after),
        "changes": [_change(change, difference) for change in difference.changes],
    }


def _named(charter: Charter) -> dict[str, str]:
    return {"name": charter.name, "version": charter.version, "digest": charter.digest}


def _change(change: Change, difference: Difference) -> dict[str, Any]:
    return {
        "subject": change.subject.value,
        "of": change.of,
        "aspect": change.aspect,
        "before": plainly(change.before),
        "after": plainly(change.after),
        "categories": list(change.categories),
        "area": change.area,
        "sentence": {language: sentence(change, difference, language) for language in ("zh", "en")},
    }
