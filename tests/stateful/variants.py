"""Charters near nanshan, made at random: some of the 3 go, and others, old or new, take their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings
from hypothesis import strategies as st

from tests.reforms import CENTRE, NEW_KINDS, PLATFORM, written
from tuoluo.bodies.charters import charter_named
from tuoluo.charter.model import Charter, Duty, Kind, Role

THREE = ("workstation", "residents_committee", "service_centre")
OTHERS = ("party_committee", "subdistrict_office", "district_governance_centre", "subdistrict_committee")
Instead = Mapping[str, str]  # a kind that goes, and the one that takes its place


@st.composite
def changes(draw: st.DrawFn) -> dict[str, str]:
    """Which of the three go, and who takes the place of each."""
    gone = draw(st.sets(st.sampled_from(THREE), min_size=1, max_size=2))
    left = [kind for kind in THREE if kind not in gone]
    takes = st.sampled_from([*left, PLATFORM, CENTRE, "party_committee"])
    return {kind: draw(takes) for kind in sorted(gone)}


def variant(instead: Instead) -> Charter:
    """nanshan with these changes, so that it passes its check."""
    old = charter_named("nanshan")
    name = "_".join(f"{kind[:3]}{new[:3]}" for kind, new in instead.items()) or "as_before"
    if (settings.HOME.charters / name).is_dir():
        return charter_named(name)
    kinds = {code: kind for code, kind in old.kinds.items() if code not in instead}
    kinds |= {code: kind for code, kind in NEW_KINDS.items() if code in instead.values()}
    roles = {code: made for code, role in old.roles.items() if (made := _role(role, instead)) is not None}
    return written(
        replace(
            old,
            name=name,
            kinds=kinds,
            roles=roles,
            duties=tuple(_duty(duty, instead, kinds) for duty in old.duties),
            front_door=replace(old.front_door, kind=_of(old.front_door.kind, instead)),
        )
    )


def _of(kind: str, instead: Instead) -> str:
    return instead.get(kind, kind)


def _role(role: Role, instead: Instead) -> Role | None:
    """A head keeps the headship only in a body that is new: the others have heads of their own."""
    kinds = [_of(kind, instead) for kind in role.kinds]
    if role.head:
        before = {_of(kind, instead) for kind in THREE[: _rank(role)] if kind in instead}  # one of them leads it
        kinds = [new for kind, new in zip(role.kinds, kinds, strict=True) if kind == new or new in NEW_KINDS]
        kinds = [kind for kind in kinds if role.kinds[0] not in instead or kind not in before]
    return replace(role, kinds=tuple(dict.fromkeys(kinds))) if kinds else None


def _rank(role: Role) -> int:
    """The place of a head's body among the three: where several become one, the first one's head leads it."""
    return THREE.index(role.kinds[0]) if role.kinds[0] in THREE else 0


def _above(kind: str, kinds: Mapping[str, Kind]) -> set[str]:
    """The kinds that a kind answers to."""
    found: set[str] = set()
    while (kind := kinds[kind].superior if kind in kinds else "") and kind not in found:
        found.add(kind)
    return found


def _duty(duty: Duty, instead: Instead, kinds: Mapping[str, Kind]) -> Duty:
    """The same duty with others in the place of those that go; nobody judges their own work, or their superior's."""
    lead = _of(duty.lead, instead)
    helping = tuple(dict.fromkeys(_of(one, instead) for one in duty.assistants if _of(one, instead) != lead))

    def apart(kind: str) -> str:
        wanted = _of(kind, instead)
        fit = (one for one in (wanted, *OTHERS) if one not in {lead, *helping} and lead not in _above(one, kinds))
        return next(fit)

    return replace(
        duty,
        lead=lead,
        assistants=helping,
        supervisor=apart(duty.supervisor) if duty.supervisor else "",
        verifier=apart(duty.verifier) if duty.verifier else "",
        evaluator=apart(duty.evaluator) if duty.evaluator else "",
    )
