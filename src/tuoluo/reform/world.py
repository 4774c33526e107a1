"""The state of the world that a plan is made from: everything that a reform builds on, each thing under its name.

Open matters are not part of it. They move on while people deliberate; who gets which is worked out when the reform is
applied, by the rules of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tuoluo.bodies.charters import charter_at, charter_named, prefixes
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.reform.plan import label
from tuoluo.territory.models import Area, Level

STRANGER = ""


def world_of(communities: Iterable[Area], charter: str, day: date) -> dict[str, str]:
    """What stands in these communities, and above them, on a day; and what the new charter says, as a fingerprint."""
    areas = list(communities)
    stems = sorted({stem for area in areas for stem in prefixes(area.stem)})
    inside = {area.stem for area in areas}
    told = {f"charter {charter}": charter_named(charter).digest[:16]}
    for area in areas:
        governed = charter_at(area.stem, day)
        told[f"area {area.code}"] = f"{area.name}: {governed.name} {governed.digest[:16]}"
        for cell in Area.objects.on(day).filter(level=Level.CELL, stem__startswith=area.stem):
            told[f"cell {cell.code}"] = cell.name
    bodies = Body.objects.on(day).filter(area__stem__in=stems).select_related("area").order_by("pk")
    in_office = set(Body.objects.in_office(day).filter(area__stem__in=stems).values_list("pk", flat=True))
    for body in bodies:
        told[f"body {label(body.name, body.pk)}"] = f"{body.kind} {body.area.code}" + (
            "" if body.pk in in_office else " (no head in office)"
        )
    told.update(_posts(inside, day))
    return told


def _posts(stems: set[str], day: date) -> dict[str, str]:
    """Who holds which post in the bodies of the communities, and who is promised one for later."""
    posts = Post.objects.on(day).filter(body__area__stem__in=stems).select_related("body", "cell").order_by("pk")
    tenures = Tenure.objects.filter(post__in=posts).exclude(until__lte=day).select_related("person").order_by("since")
    held: dict[int, list[str]] = {}
    for tenure in tenures:
        who = label(tenure.person.name, tenure.person_id)
        held.setdefault(tenure.post_id, []).append(who if tenure.since <= day else f"{who} from {tenure.since}")
    return {
        f"post #{post.pk} {post.body.name}": " ".join(
            filter(None, (post.role, post.cell.code if post.cell else "", "; ".join(held.get(post.pk, ["-"]))))
        )
        for post in posts
    }
