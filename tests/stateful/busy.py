"""Does acts without pause, alone and in batches, until somebody ends the process: the victim of `test_at_once`."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoluo.config.settings")


def main() -> None:
    """Reports and registers for ever; every other time four at once in a batch."""
    import django

    django.setup()

    from django.utils import timezone

    from tuoluo.bodies.models import Tenure
    from tuoluo.bodies.reads import actor_for
    from tuoluo.ledger.registry import batch
    from tuoluo.matters import acts
    from tuoluo.matters.acts import Place

    tenures = Tenure.objects.filter(until=None).select_related("person", "post__body__area")
    clerk = actor_for(tenures.filter(post__role="workstation_clerk").order_by("pk")[0])
    community = tenures.get(post=clerk.post).post.body.area

    def one() -> None:
        now = timezone.now()
        matter = acts.report(by=clerk, at=now, text="有事", place=Place(community), category="M06002")
        acts.dispatch(acts.register(matter, by=clerk, at=now), by=clerk, at=now)

    while True:
        one()
        with batch():
            for _ in range(4):
                one()


if __name__ == "__main__":
    main()
