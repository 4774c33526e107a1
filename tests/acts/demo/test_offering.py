"""The demo has something to show of items and of the admission of tasks: nothing empty, nothing that looks official."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from tests.acts.demo.corner import PASSWORD, UNTIL, silent, wish
from tuoluo.demo.build import build
from tuoluo.demo.places import SHOWCASE
from tuoluo.ledger.standing import drifts
from tuoluo.oversight.figures import Span, figures
from tuoluo.oversight.reads import demands_in
from tuoluo.oversight.rules import State
from tuoluo.services.reads import offered_in
from tuoluo.territory.models import Area, Level

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_the_showcase_offers_items_and_is_asked_for_tasks() -> None:
    build(wish(5), PASSWORD, silent)
    community = Area.objects.get(stem=SHOWCASE, level=Level.COMMUNITY)
    offered = offered_in(community, UNTIL)
    assert (len(offered), sum(one.delegation is not None for one in offered)) == (168, 5)
    assert all("样例" in one.wording.source for one in offered)
    demands = demands_in(community, UNTIL)
    assert {one.state for one in demands} == {State.ASKED, State.ACCEPTED, State.EXPIRED, State.REFUSED}
    found = figures([community], Span(date(2026, 1, 1), date(2027, 1, 1)), UNTIL)
    shares = {kind: cast(float, line.share) for kind, line in found.kinds}
    assert shares["workstation"] > shares["residents_committee"] > 0, "F2 and F1 can be told apart"
    assert list(drifts()) == []
