"""Who may do what with a plan of reform, and when. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.actors import Actor

CONSENT = "charter, reform"


class Stage(StrEnum):
    """Where a reform stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"  # everybody whose consent the charter demands has given it
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


OPEN_STAGES = frozenset({Stage.PROPOSED, Stage.APPROVED})


class ReformLike(Protocol):
    """What the rules need to know of a reform."""

    @property
    def stage(self) -> str:
        """Where it stands."""
        ...

    def consenters(self) -> Collection[int]:
        """The bodies whose consent the charter demands."""
        ...


def must_be_open(reform: ReformLike) -> Refusal | None:
    """What has been applied or withdrawn is not decided on any more.

    Basis: a reform can be taken back until it is applied (S13, S23).
    """
    if Stage(reform.stage) in OPEN_STAGES:
        return None
    return Refusal("reform.not_open", "", {"reform_stage": reform.stage})


def may_consent(reform: ReformLike, by: Actor, at: datetime) -> Refusal | None:
    """A body consents or objects whose consent the charter in force demands, while the reform is open.

    Basis: charter, reform.
    """
    if refusal := must_be_open(reform):
        return refusal
    if by.acting_body in reform.consenters():
        return None
    return Refusal("reform.not_asked", CONSENT, {"body": by.body_name})


def may_approve(reform: ReformLike, by: Actor, at: datetime) -> Refusal | None:
    """A reform that is proposed becomes approved.

    Basis: charter, reform.
    """
    if reform.stage == Stage.PROPOSED:
        return None
    return Refusal("reform.not_open", CONSENT, {"reform_stage": reform.stage})


def may_change(reform: ReformLike, by: Actor, at: datetime) -> Refusal | None:
    """A reform is put to a council or withdrawn while it is open.

    Basis: a reform can be taken back until it is applied (S13, S23).
    """
    return must_be_open(reform)


def may_apply(reform: ReformLike, by: Actor, at: datetime) -> Refusal | None:
    """Only an approved reform is applied.

    Basis: charter, reform.
    """
    if refusal := must_be_open(reform):
        return refusal
    return None if reform.stage == Stage.APPROVED else Refusal("reform.not_approved", CONSENT)


def must_have_come(today: date, start: date) -> Refusal | None:
    """A reform is not applied before its date.

    Basis: what is decided for a day is done on that day, not before.
    """
    if today >= start:
        return None
    return Refusal("reform.too_early", "", {"day": start.isoformat(), "today": today.isoformat()})


def must_not_have_drifted(drifts: Sequence[str]) -> Refusal | None:
    """A reform is applied only to the world it was planned for; open matters may have moved on, structure may not.

    Basis: what was consented to is what is done.
    """
    if not drifts:
        return None
    return Refusal("reform.drifted", CONSENT, {"count": len(drifts), "first": drifts[0]})


def must_have_homes(homeless: Sequence[str]) -> Refusal | None:
    """Everything that moves has somewhere to go.

    Basis: every place has somebody; every matter has somebody (S9).
    """
    if not homeless:
        return None
    return Refusal("reform.no_home", "charter, duties", {"count": len(homeless), "first": homeless[0]})


def must_not_be_planned(reforms: int, charter: str) -> Refusal | None:
    """A charter that open reforms are about is not taken away from under them.

    Basis: a plan is reviewed as it was proposed (S23).
    """
    return Refusal("reform.charter_planned", "charter, reform", {"charter": charter}) if reforms else None
