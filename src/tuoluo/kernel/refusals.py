"""How a rule says no: a code, the basis in law or charter, and the facts the sentence needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """One "no". The sentence for ``code`` lives in the folder's ``words.py``; ``facts`` fill its placeholders."""

    code: str
    basis: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


class Refused(Exception):
    """Raised by `require`; every face (page, API, command line) turns it into the same refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def require(refusal: Refusal | None) -> None:
    """Go on when a rule returned ``None``; otherwise stop the act with its refusal."""
    if refusal is not None:
        raise Refused(refusal)


def first(*refusals: Refusal | None) -> Refusal | None:
    """The first refusal among several questions asked in order, or ``None`` when none refuses."""
    return next((refusal for refusal in refusals if refusal is not None), None)
