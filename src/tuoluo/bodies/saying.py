"""A refusal in words, with the charter's own names for the roles, kinds and categories it speaks about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tuoluo.charter.model import Charter
from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.naming import called
from tuoluo.ledger.words import sentence


def said(refusal: Refusal, charter: Charter | None) -> str:
    """The sentence of a refusal as a reader understands it; codes stay where the charter is not known."""
    if charter is None:
        return sentence(refusal)
    names: Mapping[str, Mapping[str, Any]] = {
        "role": charter.roles,
        "kind": charter.kinds,
        "category": charter.categories,
    }
    facts = {
        fact: called(names[fact][str(value)].name) if fact in names and str(value) in names[fact] else value
        for fact, value in refusal.facts.items()
    }
    return sentence(replace(refusal, facts=facts))
