"""What a reform means for delegated service items: one in the hands of a body that ends needs somebody else first."""

from __future__ import annotations

from tuoluo.reform.hooks import Affected, Reach
from tuoluo.services.models import Delegation, Wording


def delegated(reach: Reach) -> list[Affected]:
    """The items served by bodies that end, each with its provider and contract, and nobody yet in its place.

    A contract does not pass to another by itself: recall the item, or end the delegation, before the reform.
    Basis: delegate and retain (S11); a change of institutions loses nothing (S13).
    """
    ended = [body.pk for body in reach.ended]
    running = Delegation.objects.beyond(reach.day).filter(provider__in=ended)
    found = list(running.select_related("item", "community", "provider"))
    wordings = Wording.objects.filter(item__in=[one.item_id for one in found], valid_from__lte=reach.day)
    names = dict(wordings.order_by("valid_from").values_list("item", "name"))
    return [
        Affected(
            what=f"{one.item.code} {names.get(one.item_id, '')}（{one.community.name}）",
            before=" · ".join(part for part in (one.provider.name, one.contract) if part),
        )
        for one in found
    ]
