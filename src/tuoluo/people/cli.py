"""``tuoluo person``: find people, give them accounts, and issue tokens for programs that act for them."""

from __future__ import annotations

import argparse
import sys

from tuoluo.people import tokens
from tuoluo.people.accounts import NameTaken, give_account, new_password
from tuoluo.people.models import Person
from tuoluo.people.reads import line, one_person, people_meant

SHOWN = 20


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    person = commands.add_parser("person", help="people's accounts and API tokens").add_subparsers(
        dest="what", required=True
    )
    find = person.add_parser("find", help="list people by name, account or id")
    find.add_argument("who", nargs="?", default="")
    find.set_defaults(run=find_people)
    account = person.add_parser("account", help="give a person an account, or a new password; it is printed once")
    account.add_argument("who", help="name, account or id, as `tuoluo person find` lists them")
    account.add_argument("--username", help="the name to log in with; needed for a new account")
    account.set_defaults(run=open_account)
    token = person.add_parser("token", help="issue a token for a program that acts for a person; it is printed once")
    token.add_argument("who", help="name, account or id, as `tuoluo person find` lists them")
    token.add_argument("--post", type=int, help="bind it to one post that the person holds, by its number")
    token.add_argument("--days", type=int, default=tokens.DAYS, help=f"how long it holds ({tokens.DAYS})")
    token.set_defaults(run=issue_token)


def find_people(args: argparse.Namespace) -> int:
    """One line for each person: id, account, name."""
    found = list(people_meant(args.who).select_related("account")[: SHOWN + 1])
    for person in found[:SHOWN]:
        print(line(person))
    if len(found) > SHOWN:
        print("… and more: say more of the name", file=sys.stderr)
    return 0 if found else 1


def open_account(args: argparse.Namespace) -> int:
    """An account for a person who has none, or a new password for one who has."""
    person = _one(args.who)
    if person is None:
        return 1
    if person.account is None and not args.username:
        print("--username is needed: this person has no account yet", file=sys.stderr)
        return 2
    password = new_password()
    try:
        give_account(person, args.username or "", password)
    except NameTaken as taken:
        print(f"somebody else has the account {taken}: choose another --username", file=sys.stderr)
        return 1
    assert person.account is not None
    print(f"{person.account.get_username()}\t{password}")
    return 0


def issue_token(args: argparse.Namespace) -> int:
    """A token, printed once and kept only as a hash."""
    person = _one(args.who)
    if person is None:
        return 1
    if args.post is not None and not person.tenures.filter(post=args.post, until=None).exists():
        held = ", ".join(f"{tenure.post_id} {tenure.post}" for tenure in person.tenures.filter(until=None)) or "none"
        print(f"{person} does not hold post {args.post}; held: {held}", file=sys.stderr)
        return 1
    print(tokens.issue(person, post=args.post, days=args.days))
    return 0


def _one(who: str) -> Person | None:
    found = one_person(who, SHOWN)
    if isinstance(found, Person):
        return found
    print(f"{'several' if found else 'no'} people fit {who!r}" + (": give the id" if found else ""), file=sys.stderr)
    for person in found:
        print(line(person), file=sys.stderr)
    return None
