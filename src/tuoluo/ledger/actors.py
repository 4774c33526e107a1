"""Who acts: a person, in a post, for a body. Or a resident, for nobody but themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Actor:
    """The one who does an act. Ids are those of the tables `people`, `bodies`; ``None`` means there is none.

    ``follows`` is set when somebody shows the secret link of a matter: whoever holds the link acts as its reporter.
    ``carried_over`` names the source when a registrar brings in what another system already did.
    """

    person: int | None = None
    name: str = ""
    post: int | None = None
    role: str = ""
    body: int | None = None
    body_name: str = ""
    area: str = ""  # stem of the area that the body answers for; "" reaches nowhere
    follows: int | None = None
    carried_over: str = ""
    for_body: int | None = None  # carried over: the body that did it, as the source says

    @property
    def acting_body(self) -> int | None:
        """The body in whose name this is done."""
        return self.for_body if self.carried_over else self.body

    def carrying(self, source: str, body: int | None) -> Actor:
        """The same registrar, now writing down what ``body`` did according to ``source``."""
        return replace(self, carried_over=source, for_body=body)


ANYBODY = Actor()
"""Somebody who did not say who they are."""
