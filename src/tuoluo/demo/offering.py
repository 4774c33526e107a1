"""What the demo district offers, and what is asked of its showcase community from above. All of it invented."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Body, Post, Tenure
from tuoluo.bodies.reads import actor_for
from tuoluo.ledger.actors import Actor
from tuoluo.oversight import acts as oversight
from tuoluo.oversight.models import Admission
from tuoluo.oversight.rules import Cited, Demand
from tuoluo.services.acts import delegate_item, record_competence
from tuoluo.services.catalogue import load_items, read_items, sample_file
from tuoluo.services.lists import lists
from tuoluo.services.models import Item
from tuoluo.services.rules import Grant, Trained
from tuoluo.territory.models import Area

SERVED = ("FW-001", "FW-002", "FW-010", "FW-038", "FW-125")
TRAINED = ("elder_care", "child_care", "social_work", "window")
BASIS = "街道会议纪要（样例）"
DEMANDS = (  # what, in English, days before the end when it was asked, days it runs, hours, the answer
    ("协助入户登记租住信息", "Help with registering tenancies", 40, 90, 40, "accepted"),
    ("协助开展停车秩序宣传", "Help with information on parking", 75, 60, 12, "accepted"),
    ("每日上报走访照片", "Daily photographs of visits", 30, 60, 30, "off_list"),
    ("重复填报楼栋台账", "The ledger of buildings, once more", 25, 60, 20, "asked_twice"),
    ("协助开展垃圾分类满意度调查", "Help with a survey on sorting waste", 1, 60, 16, ""),
)


def offer(posts: Mapping[str, Post], community: Area, until: date, zone: ZoneInfo) -> None:
    """Load the sample items, hand some over, and let a department ask, the committee answer, and people help."""

    def at(days: int) -> datetime:
        """Ten in the morning, so many days before the end."""
        return datetime.combine(until - timedelta(days=days), time(10), tzinfo=zone)

    head = _acting(posts["district"], until)
    known = lists(charter_at(community.stem, until))
    load_items(read_items(sample_file(), known)[1], by=head, at=at(120), day=until - timedelta(days=120))
    _hand_over(head, community, until, at(100))
    _ask(posts, community, until, at)


def _acting(post: Post, day: date) -> Actor:
    tenures = Tenure.objects.on(day).select_related("person", "post__body__area")
    return actor_for(tenures.get(post=post))


def _hand_over(head: Actor, community: Area, until: date, at: datetime) -> None:
    """The service centre is trained, and takes over some items for a year."""
    centre = Body.objects.get(kind="service_centre", area=community)
    staff = Tenure.objects.on(until).filter(post__body=centre).select_related("person").order_by("pk")
    person = staff[0].person
    for code in TRAINED:
        record_competence(by=head, at=at, person=person, competence=Trained(code, at.date()), proof="培训记录（样例）")
    grant = Grant(at.date(), at.date() + timedelta(days=365), BASIS, "样例合同")
    for code in SERVED:
        item = Item.objects.get(code=code)
        delegate_item(item, by=head, at=at, community=community, provider=centre, grant=grant)


def _ask(posts: Mapping[str, Post], community: Area, until: date, at: Callable[[int], datetime]) -> None:
    asker, chair = _acting(posts["department"], until), _acting(posts["residents-committee"], until)
    for title, english, before, days, hours, answer in DEMANDS:
        demand = Demand(title, "部门通知（样例）", until + timedelta(days=days - before), hours * 2, english)
        task = oversight.ask(by=asker, at=at(before), demand=demand, communities=[community])
        row = Admission.objects.get(task=task)
        if answer == "accepted":
            oversight.accept(row, by=chair, at=at(before - 1))
            _help(posts, row, until, at, range(before - 2, max(0, before - 20), -6))
        elif answer:
            oversight.refuse(row, by=chair, at=at(before - 1), ground=Cited(answer))
    for username, halves in (("residents-committee", 10), ("workstation", 3), ("service-centre", 8)):
        own = _acting(posts[username], until)
        for days in (28, 21, 14, 7):
            oversight.log_own(community, by=own, at=at(days), day=at(days).date(), halves=halves)


def _help(
    posts: Mapping[str, Post], row: Admission, until: date, at: Callable[[int], datetime], days: Iterable[int]
) -> None:
    """The workstation and a cell leader give most of the hours, the residents' committee some."""
    for day in days:
        for username, halves in (("workstation", 7), ("cell-leader", 5), ("residents-committee", 2)):
            by = _acting(posts[username], until)
            oversight.log_hours(row, by=by, at=at(day), day=at(day).date(), halves=halves)
