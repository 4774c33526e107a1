"""``tuoluo post``: who holds which post, and handing posts over in the name of somebody who may."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from functools import cache

from django.db import transaction
from django.utils import timezone

from tuoluo.bodies.acts import fill_post, leave_post, return_to_post, vacate_post
from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.deciding import Unclear, decider, perhaps, person_named
from tuoluo.bodies.models import Body, Post, PostQuerySet, Tenure
from tuoluo.bodies.reads import acting_in, in_charge
from tuoluo.charter.model import Charter
from tuoluo.charter.report import pad, width
from tuoluo.ledger.naming import called
from tuoluo.people.acts import enter_person
from tuoluo.territory.models import Area


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    post = commands.add_parser("post", help="posts and who holds them").add_subparsers(dest="what", required=True)
    listing = post.add_parser("list", help="posts with their number, role and holder")
    listing.add_argument("--area", default="", help="only in this area, by its code")
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
    leave = post.add_parser("leave", help="note that the holder is away, and who stands in")
    leave.add_argument("post", type=int)
    leave.add_argument("--substitute", default="", help="name, account or id of the person who acts there meanwhile")
    leave.add_argument("--since", type=date.fromisoformat, help="the first day away (today)")
    leave.add_argument("--until", type=date.fromisoformat, help="the first day back (left out: until `post return`)")
    leave.set_defaults(run=_leave)
    back = post.add_parser("return", help="end a leave early: the holder acts again and nobody stands in")
    back.add_argument("post", type=int)
    back.add_argument("--since", type=date.fromisoformat, help="the first day back (today)")
    back.set_defaults(run=_return)
    for command in (fill, vacate, leave, back):
        command.add_argument("--by", default="", help="name, account or id of the person who decides this")


def _list(args: argparse.Namespace) -> int:
    today = timezone.localdate()
    try:
        posts = _listed(args, today).select_related("body__area", "cell")
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    posts = posts.defer("body__area__boundary", "cell__boundary")
    tenures = Tenure.objects.on(today).with_leave(today).filter(post__in=posts.values("pk"))
    holders = {tenure.post_id: tenure for tenure in tenures}
    charter = cache(lambda stem: charter_at(stem, today))
    rows = [
        _row(post, charter(post.body.area.stem), holders.get(post.pk))
        for post in posts.order_by("body__area__code", "body__name", "-head", "pk")
    ]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(map(pad, row, widths)).rstrip())
    return 0


def _listed(args: argparse.Namespace, day: date) -> PostQuerySet:
    """The posts asked for. An area or body that does not exist is a slip, not an empty list."""
    posts = Post.objects.on(day)
    if args.area:
        areas = Area.objects.on(day)
        area = areas.filter(code=args.area).first() or areas.filter(stem=args.area).first()
        if area is None:
            raise Unclear(f"there is no area {args.area}{perhaps(args.area, areas.values_list('code', flat=True))}")
        posts = posts.filter(body__area__stem__startswith=area.stem)
    if args.body:
        bodies = Body.objects.on(day)
        posts = posts.filter(body__in=bodies.filter(name__contains=args.body))
        if not bodies.filter(name__contains=args.body).exists():
            raise Unclear(f"no body fits {args.body!r}{perhaps(args.body, bodies.values_list('name', flat=True))}")
    return posts


def _row(post: Post, charter: Charter, held: Tenure | None) -> tuple[str, ...]:
    """Number, body, role (by charter, with its cell), holder, since when, and on leave the substitute."""
    role = called(charter.roles[post.role].name) if post.role in charter.roles else post.role
    cell = f"{post.cell.code} {called(post.cell)}" if post.cell else ""
    holder = (str(held.person), held.since.isoformat(), _stands_in(held)) if held else ("-", "", "")
    return (str(post.pk), called(post.body), post.title or role, cell, *holder)


def _stands_in(held: Tenure) -> str:
    """While the holder is on leave, whoever acts there."""
    acting = acting_in(held)
    return "" if acting == held.person else f"→ {acting or '-'}"


def _fill(args: argparse.Namespace) -> int:
    now, since = timezone.now(), args.since or timezone.localdate()
    try:
        post = _post(args.post)
        by = decider(args.by, "post.fill", post.body.area.stem)
        with transaction.atomic():  # a person entered for a post that is then refused is not entered
            if args.new:
                person = enter_person(by=decider(args.by, "person.enter"), at=now, name=args.who)
            else:
                person = person_named(args.who)
            fill_post(post, by=by, at=now, person=person, since=since)
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    print(f"{post}: {person}, {since}")
    return 0


def _vacate(args: argparse.Namespace) -> int:
    try:
        post = _post(args.post)
        by = decider(args.by, "post.vacate", post.body.area.stem)
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    until = args.until or timezone.localdate()
    vacate_post(post, by=by, at=timezone.now(), until=until)
    print(f"{post}: - , {until}")
    return 0


def _leave(args: argparse.Namespace) -> int:
    since = args.since or timezone.localdate()
    try:
        post = _post(args.post)
        by = decider(args.by, "post.leave", post.body.area.stem)
        substitute = person_named(args.substitute) if args.substitute else None
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    leave_post(post, by=by, at=timezone.now(), since=since, until=args.until, substitute=substitute)
    print(f"{post}: {substitute or '-'}, {since} .. {args.until or ''}".rstrip())
    return 0


def _return(args: argparse.Namespace) -> int:
    since = args.since or timezone.localdate()
    try:
        post = _post(args.post)
        by = decider(args.by, "post.return", post.body.area.stem)
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    return_to_post(post, by=by, at=timezone.now(), since=since)
    print(f"{post}: {in_charge(post, since)}, {since}")
    return 0


def _post(number: int) -> Post:
    post = Post.objects.select_related("body__area").filter(pk=number).first()
    if post is None:
        raise Unclear(f"there is no post {number}: see `tuoluo post list`")
    return post
