"""Applies a reform in processes that somebody kills: the victim of `test_reform_killed`.

Reads ``DATABASE REFORM`` lines; for each it forks, and the child applies the reform in that database. Prints the
child's number at its start, and ``done`` once it has ended, one way or the other. Forking spares starting Django anew.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoluo.config.settings")


def main() -> None:
    """One child for each line."""
    import django

    django.setup()

    from django.db import connection
    from django.utils import timezone

    from tuoluo.bodies.models import Tenure
    from tuoluo.bodies.reads import actor_for
    from tuoluo.ledger.registry import load_acts
    from tuoluo.reform.acts import apply
    from tuoluo.reform.models import Reform

    load_acts()

    def child(database: str, number: int) -> None:
        connection.settings_dict["NAME"] = database
        tenures = Tenure.objects.filter(until=None).select_related("person", "post__body__area")
        by = actor_for(tenures.get(post__role="district_head"))
        apply(Reform.objects.get(pk=number), by=by, at=timezone.now())

    for line in sys.stdin:
        database, _, number = line.strip().rpartition(" ")
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                child(database, int(number))
                status = 0
            finally:
                os._exit(status)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        os.waitpid(pid, 0)
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
