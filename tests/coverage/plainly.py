"""The same proof, as slow and plain as it can be said: community by community, category by category."""

from __future__ import annotations

from tuoluo.charter import Category, Charter, Duty, is_particular, particular
from tuoluo.coverage.facts import Community, Seat, World

HANDLES = {"matter.take_up", "matter.report_back"}
Missing = tuple[str, str, str]  # what, community, category


def meant(world: World, name: str, stem: str) -> Seat | None:
    """The body in office that a reference means at a place."""
    seats = sorted((seat for seat in world.seats.values() if seat.head), key=lambda seat: seat.pk)
    if is_particular(name):
        here = [seat for seat in seats if seat.stem[:6] == stem[:6]]
        by_reference = [seat for seat in here if seat.reference == particular(name)]
        by_name = [seat for seat in here if seat.name == particular(name)]
        return next(iter(by_reference or by_name), None)
    for length in (12, 9, 6):
        for seat in seats:
            if seat.kind == name and seat.stem == stem[:length]:
                return seat
    return None


def is_under(world: World, who: Seat, whom: Seat) -> bool:
    seen: set[int] = set()
    above = world.seats.get(who.superior)
    while above is not None and above.pk not in seen:
        if above.pk == whom.pk:
            return True
        seen.add(above.pk)
        above = world.seats.get(above.superior)
    return False


def missing(world: World) -> set[Missing]:
    """Everything that is missing, category by category."""
    found: set[Missing] = set()
    for community in world.communities:
        for code in community.charter.categories:
            if not community.charter.is_group(code):
                found |= {(what, community.stem, code) for what in of_category(world, community, code)}
    return found


def of_category(world: World, community: Community, code: str) -> set[str]:
    duty = community.charter.duty_for(code, community.stem)
    lead = meant(world, duty.lead, community.stem) if duty else None
    if duty is None or lead is None:
        return {"nobody_leads"}
    return of_the_lead(world, community.charter.categories[code], duty, lead) | of_the_others(
        world, community, code, duty, lead
    )


def of_the_lead(world: World, category: Category, duty: Duty, lead: Seat) -> set[str]:
    needs = category.needs_administrative_subject
    if duty.needs_administrative_subject is not None:
        needs = duty.needs_administrative_subject
    reserved = needs or category.handling == "retained" or bool(duty.retained)
    found = {
        "lead_without_right": not lead.rights >= HANDLES,
        "lead_away": lead.away and not lead.substitute,
        "lead_without_status": reserved and not lead.administrative_subject,
        "several_lead": not is_particular(duty.lead) and several(world, lead),
    }
    return {what for what, so in found.items() if so}


def several(world: World, lead: Seat) -> bool:
    alike = [seat for seat in world.seats.values() if (seat.kind, seat.stem) == (lead.kind, lead.stem) and seat.head]
    return len(alike) > 1


def of_the_others(world: World, community: Community, code: str, duty: Duty, lead: Seat) -> set[str]:
    helping = [meant(world, name, community.stem) for name in duty.assistants]
    busy = {lead.pk, *(seat.pk for seat in helping if seat)}
    verifier = next((seat for seat in checkers(world, community.charter, community, code) if seat.pk not in busy), None)
    found = set()
    if verifier is None:
        found.add("nobody_verifies")
    else:
        found |= {"verifier_without_right"} if "matter.close" not in verifier.rights else set()
        found |= {"verifier_away"} if verifier.away and not verifier.substitute else set()
    for role, name in (("supervisor", duty.supervisor), ("evaluator", duty.evaluator)):
        seat = meant(world, name, community.stem) if name else None
        if seat is None:
            found.add(f"nobody_is_{role}")
        elif seat.pk == lead.pk:
            found.add(f"{role}_is_lead")
        elif is_under(world, seat, lead):
            found.add(f"{role}_under_lead")
        if seat is not None and seat.away and not seat.substitute:
            found.add(f"{role}_away")
        if role == "evaluator" and seat is not None and "matter.evaluate" not in seat.rights:
            found.add("evaluator_without_right")
    return found


def checkers(world: World, charter: Charter, community: Community, code: str) -> list[Seat]:
    duty = charter.duty_for(code, community.stem)
    core = [kind.code for kind in charter.kinds.values() if kind.part == "1"]
    named = [duty.verifier, duty.supervisor] if duty else []
    seats = [meant(world, name, community.stem) for name in (*named, *core, charter.front_door.kind) if name]
    return [seat for seat in seats if seat is not None]
