"""The recipes for acts on drafts of charters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tuoluo.drafting import acts
from tuoluo.drafting.models import CharterDraft
from tuoluo.ledger.actors import Actor

if TYPE_CHECKING:
    from tests.rights.world import World


def a_draft(world: World) -> CharterDraft:
    """A draft of a charter for the community, opened by its core."""
    by, at = world.cast.secretary, timezone.now()
    return acts.open_draft(world.cast.near, by=by, at=at, name="nanshan", title="试验章程")


def on_draft(**given: Any) -> Callable[[World, Actor], dict[str, Any]]:
    return lambda world, by: {"subject": a_draft(world), **given}


def of_drafts(free: Callable[..., Any]) -> dict[str, Any]:
    """One recipe for each act."""
    duty = {"category": "L90008", "lead": "workstation"}
    return {
        "draft.open": free(
            acts.open_draft, lambda w, by: {"subject": w.cast.near, "name": "nanshan", "title": "试验章程"}
        ),
        "draft.edit": free(acts.edit_draft, on_draft(table="duties", values=duty)),
        "draft.import": free(
            acts.import_into_draft, on_draft(tables={"duties": [duty]}, file="duties.csv", sha256="0" * 64)
        ),
        "draft.propose": free(acts.propose_draft, on_draft()),
        "draft.withdraw": free(acts.withdraw_draft, on_draft()),
        "draft.adopted": free(acts.mark_adopted, on_draft()),
    }
