"""What else a reform affects: folders tell it themselves, so that a reform knows nothing of contracts or councils."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tuoluo.reform.plan import Plan

if TYPE_CHECKING:
    from tuoluo.bodies.models import Body
    from tuoluo.territory.models import Area


@dataclass(frozen=True)
class Reach:
    """A reform as a folder is asked about it: asked after the change, inside the rehearsal or the act itself."""

    plan: Plan
    communities: Sequence[Area]
    ended: Sequence[Body]
    day: date


@dataclass(frozen=True)
class Affected:
    """One thing that a reform touches: what, with whom it was, with whom it will be (else it is an error)."""

    what: str
    before: str
    after: str = ""

    @property
    def has_home(self) -> bool:
        """Whether it has somewhere to go."""
        return bool(self.after)


Asked = Callable[[Reach], Sequence[Affected]]
_asked: dict[str, Asked] = {}


def affects(what: str, ask: Asked) -> None:
    """Have a folder asked what of its own a reform affects, under a heading such as ``services``.

    Asked after the change has been made, it may also hand over what is its own by acts that follow (`Actor.following`).
    """
    if what in _asked:
        raise ValueError(f"{what} is asked twice")
    _asked[what] = ask


def ask_all(reach: Reach) -> dict[str, list[Affected]]:
    """What every folder says."""
    return {what: found for what, ask in _asked.items() if (found := list(ask(reach)))}
