"""Who acts: a person, in a post, for a body. Or a resident, for nobody but themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Actor:
    """The one who does an act. Ids are those of the tables `people`, `bodies`; ``None`` means there is none.

    ``follows`` is set when somebody shows the secret link of a matter: whoever holds the link acts as its reporter.
    ``carried_over`` names the source when a registrar brings in what another system already did. ``because_of`` names
    the act whose consequence this is: nobody decides on a consequence, so it takes no right of its own.
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
    because_of: str = ""  # the act from which this one follows by itself

    @property
    def acting_body(self) -> int | None:
        """The body in whose name this is done."""
        return self.for_body if self.carried_over else self.body

    def carrying(self, source: str, body: int | None) -> Actor:
        """The same registrar, now writing down what ``body`` did according to ``source``."""
        return replace(self, carried_over=source, for_body=body)

    def following(self, act: str) -> Actor:
        """The same one, as the doer of what follows by itself from an act that they had the right to."""
        return replace(self, because_of=act)


ANYBODY = Actor()
"""Somebody who did not say who they are."""
