"""``tuoluo post``: who holds which post, and handing posts over in the name of somebody who may."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from django.db import transaction
from django.utils import timezone

from tuoluo.bodies.acts import fill_post, vacate_post
from tuoluo.bodies.authority import FOUNDER, governed
from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.models import Post, Tenure
from tuoluo.bodies.reads import actors_of
from tuoluo.ledger.actors import Actor
from tuoluo.people.acts import enter_person
from tuoluo.people.models import Person
from tuoluo.people.reads import line, one_person


class Unclear(Exception):
    """What the clerk wrote means nobody, or several; the text says what fits."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    post = commands.add_parser("post", help="posts and who holds them").add_subparsers(dest="what", required=True)
    listing = post.add_parser("list", help="posts with their number, role and holder")
    listing.add_argument("--area", default="", help="only in this area: its code, or the beginning of it")
    listing.add_argument("--body", default="", help="only in bodies with this in their name")
    listing.set_defaults(run=_list)
    fill = post.add_parser("fill", help="give a post to a person; whoever held it leaves that day")
    fill.add_argument("post", type=int, help="its number, as `tuoluo post list` shows it")
    fill.add_argument("who", help="name, account or id of a person; with --new the name of somebody not entered yet")
    fill.add_argument("--new", action="store_true", help="enter the person first")
    fill.add_argument("--since", type=date.fromisoformat, help="the first day, as 2026-12-01 (today)")
    fill.set_defaults(run=_fill)
    vacate = post.add_parser("vacate", help="end somebody's tenure; the head of the body answers meanwhile")
    vacate.add_argument("post", type=int)
    vacate.add_argument("--until", type=date.fromisoformat, help="the first day no longer held (today)")
    vacate.set_defaults(run=_vacate)
    for command in (fill, vacate):
        command.add_argument("--by", default="", help="name, account or id of the person who decides this")


def _list(args: argparse.Namespace) -> int:
    today = timezone.localdate()
    posts = Post.objects.on(today).filter(body__area__stem__startswith=args.area.rstrip("0") if args.area else "")
    posts = posts.filter(body__name__contains=args.body).select_related("body__area", "cell")
    holders = {
        tenure.post_id: tenure
        for tenure in Tenure.objects.on(today).filter(post__in=posts.values("pk")).select_related("person")
    }
    for post in posts.order_by("body__area__code", "body__name", "-head", "pk").iterator(chunk_size=2000):
        roles = charter_at(post.body.area.stem, today).roles
        role = roles[post.role].name.zh if post.role in roles else post.role
        held = holders.get(post.pk)
        place = f" {post.cell.name}" if post.cell else ""
        print(f"{post.pk}\t{post.body}\t{role}{place}\t{held.person if held else '-'}\t{held.since if held else ''}")
    return 0


def _fill(args: argparse.Namespace) -> int:
    now, since = timezone.now(), args.since or timezone.localdate()
    try:
        post, by = _post(args.post), _decider(args.by, "post.fill")
        with transaction.atomic():  # a person entered for a post that is then refused is not entered
            person = enter_person(by=by, at=now, name=args.who) if args.new else _person(args.who)
            fill_post(post, by=by, at=now, person=person, since=since)
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    print(f"{post}: {person}, {since}")
    return 0


def _vacate(args: argparse.Namespace) -> int:
    try:
        post, by = _post(args.post), _decider(args.by, "post.vacate")
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    until = args.until or timezone.localdate()
    vacate_post(post, by=by, at=timezone.now(), until=until)
    print(f"{post}: - , {until}")
    return 0


def _post(number: int) -> Post:
    post = Post.objects.select_related("body__area").filter(pk=number).first()
    if post is None:
        raise Unclear(f"there is no post {number}: see `tuoluo post list`")
    return post


def _person(who: str) -> Person:
    found = one_person(who)
    if isinstance(found, Person):
        return found
    told = "\n".join(map(line, found))
    raise Unclear(f"several people fit {who!r}; give the id:\n{told}" if found else f"nobody fits {who!r}")


def _decider(who: str, act: str) -> Actor:
    """The person named, in the first of their posts whose role has the act; a founder while nobody is in office."""
    today = timezone.localdate()
    if not who:
        if governed(today):
            raise Unclear("say with --by who decides this: somebody is in office")
        return FOUNDER
    held = actors_of(_person(who), today)
    if not held:
        raise Unclear(f"{who} holds no post today")
    return next((actor for actor in held if charter_at(actor.area, today).grants(actor.role, act)), held[0])
