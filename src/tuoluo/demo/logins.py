"""One log-in for each audience of the demo, all of them in one lively community."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from tuoluo.bodies.models import Post, Tenure
from tuoluo.people.accounts import new_password
from tuoluo.people.models import Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

RESIDENT = "resident"
MARK = "@demo.invalid"  # by which the accounts of a demo, and so a demo itself, are known
FILE = "demo-logins.txt"


@dataclass(frozen=True)
class Login:
    """Who logs in under a name: the holder of the first post of a role in the body around the showcase."""

    username: str
    role: str
    audience: _StrPromise
    does: _StrPromise
    kind: str = ""  # where a role stands in bodies of several kinds


LOGINS = (
    Login(RESIDENT, "", _("Resident"), _("follows own matters, judges and reopens them")),
    Login("cell-leader", "cell_leader", _("Cell leader"), _("handles what comes up in one cell")),
    Login("residents-committee", "residents_committee_chair", _("Residents' committee"), _("settles, and verifies")),
    Login("workstation", "workstation_head", _("Workstation"), _("the front door: registers and dispatches")),
    Login("service-centre", "service_centre_director", _("Service centre"), _("cares for people, provides services")),
    Login("core", "secretary", _("Core (Party committee)"), _("coordinates, and verifies")),
    Login("organisation", "organisation_head", _("Social organisation (one of the N)"), _("helps in joint handling")),
    Login("property", "local_unit_contact", _("Local unit (one of the N)"), _("helps in joint handling")),
    Login("subdistrict", "subdistrict_dispatcher", _("Subdistrict"), _("handles and passes on"), "subdistrict_office"),
    Login("department", "department_head", _("Department"), _("leads city management"), "urban_management"),
    Login("district", "district_head", _("District"), _("sets up, supervises, changes the charter")),
)


def posts(stem: str, day: date) -> dict[str, Post]:
    """The post behind each log-in, for the community with this stem."""
    around = [stem[:6], stem[:9], stem]
    found = {}
    for login in LOGINS:
        held = Tenure.objects.on(day).filter(post__role=login.role, post__body__area__stem__in=around)
        if login.kind:
            held = held.filter(post__body__kind=login.kind)
        tenure = held.order_by("post").select_related("post__cell", "person").first()
        if tenure is not None:
            found[login.username] = tenure.post
    return found


def holders(found: Mapping[str, Post], day: date) -> dict[str, Person]:
    """Who holds these posts."""
    tenures = Tenure.objects.on(day).filter(post__in=found.values()).select_related("person")
    people = {tenure.post_id: tenure.person for tenure in tenures}
    return {username: people[post.pk] for username, post in found.items()}


def open_accounts(people: Mapping[str, Person], password: str) -> None:
    """Give each of these people an account. The password is hashed once: they all share it."""
    users = get_user_model()
    sealed = make_password(password)
    for username, person in people.items():
        person.account = users.objects.create(username=username, email=username + MARK, password=sealed)
        person.save(update_fields=["account"])


def is_demo() -> bool:
    """Whether this deployment is a demo: it has the accounts of one."""
    return get_user_model().objects.filter(email__endswith=MARK).exists()


def password_in(home: Path) -> str:
    """The password of this deployment's demo accounts, from its file; a new one is written where there is none."""
    file = home / FILE
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("\t")
            if name == "password":
                return value
    password = new_password()
    lines = ["# Log-ins of the demo district. They all have one password.", f"password\t{password}"]
    lines += [f"username\t{login.username}" for login in LOGINS]
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.replace(file)
    return password


def renew(password: str) -> None:
    """Let the demo's accounts have this password again, after its file was lost."""
    users = get_user_model().objects.filter(email__endswith=MARK)
    first = users.first()
    if first is not None and not first.check_password(password):
        users.update(password=make_password(password))
