"""The door for a whole history file: who carried over what, from which file."""

from __future__ import annotations

from datetime import datetime

from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import Family, act
from tuoluo.territory.models import Area


@act("matter.carry_over", family=Family.SERVE, routine=True)
def carry_over(  # noqa: PLR0913 - what identifies a file
    district: Area, *, by: Actor, at: datetime, source: str, file: str, sha256: str, carried: int, rejected: int
) -> Area:
    """Note that a history file was carried over: its name and fingerprint, and how many of its rows are now here.

    The right to this is also the right to write down, row by row, what others did according to a source.
    Basis: charter, roles (registrar); what was carried over stays recognisable in the record.
    """
    return district
