"""``tuoluo items``: the catalogue of service items as a spreadsheet, and handing items over in somebody's name."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from django.utils import timezone

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.deciding import Unclear, body_named, decider, perhaps
from tuoluo.charter.report import pad, width
from tuoluo.kernel.sheets import BadSheet
from tuoluo.ledger.naming import called
from tuoluo.ledger.words import sentence
from tuoluo.services import catalogue
from tuoluo.services.acts import delegate_item, recall_item, retire_item
from tuoluo.services.lists import lists
from tuoluo.services.models import Delegation, Item
from tuoluo.services.reads import offered_in, wordings_on
from tuoluo.services.rules import Grant, RecallReason
from tuoluo.services.words import HANDLINGS
from tuoluo.territory.models import Area, Level
from tuoluo.territory.reads import area_on, areas_on


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    items = commands.add_parser("items", help="the catalogue of service items").add_subparsers(
        dest="what", required=True
    )
    _load_commands(items)
    listing = items.add_parser("list", help="the items, and who serves them in a community")
    listing.add_argument("--community", default="", help="its code; without it the whole catalogue")
    listing.add_argument("--day", type=date.fromisoformat, help="as it is on this day (today)")
    listing.set_defaults(run=_list)
    _delegation_commands(items)


def _load_commands(items: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    load = items.add_parser("load", help="enter and change items from a spreadsheet; bad rows come back in another one")
    load.add_argument("file", nargs="?", type=Path, help="CSV or xlsx, with the columns that `export` writes")
    load.add_argument("--sample", action="store_true", help="load the sample that ships (invented, labelled as such)")
    load.add_argument("--from", dest="day", type=date.fromisoformat, help="from which day, as 2026-12-01 (today)")
    load.add_argument("--rejects", type=Path, help="where the bad rows go (FILE-rejects.xlsx)")
    load.add_argument("--check", action="store_true", help="only read the file and say what is wrong")
    load.add_argument("--by", default="", help="name, account or id of the person who decides this")
    load.set_defaults(run=_load)
    export = items.add_parser("export", help="write the catalogue as a spreadsheet; loading it again changes nothing")
    export.add_argument("file", type=Path, help="its name ends in .xlsx or .csv")
    export.add_argument("--day", type=date.fromisoformat, help="as it is on this day (today)")
    export.set_defaults(run=_export)
    retire = items.add_parser("retire", help="take an item out of the catalogue")
    retire.add_argument("code")
    retire.add_argument("--until", type=date.fromisoformat, help="the first day on which it is not offered (today)")
    retire.add_argument("--by", default="", help="name, account or id of the person who decides this")
    retire.set_defaults(run=_retire)


def _delegation_commands(items: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    give = items.add_parser("delegate", help="hand an item over to a provider in a community")
    give.add_argument("code")
    give.add_argument("--provider", required=True, help="name of the body that is to serve it")
    give.add_argument("--since", type=date.fromisoformat, help="the first day (today)")
    give.add_argument("--until", type=date.fromisoformat, required=True, help="the first day no longer served")
    give.add_argument("--basis", required=True, help="the decision or document on which it rests")
    give.add_argument("--contract", default="", help="number of the contract")
    give.set_defaults(run=_delegate)
    take = items.add_parser("recall", help="take an item back from its provider before the agreed end")
    take.add_argument("code")
    take.add_argument("--until", type=date.fromisoformat, help="the first day no longer served (today)")
    take.add_argument("--reason", required=True, choices=[reason.value for reason in RecallReason])
    take.set_defaults(run=_recall)
    for command in (give, take):
        command.add_argument("--community", required=True, help="its code")
        command.add_argument("--by", default="", help="name, account or id of the person who decides this")


def _district() -> Area:
    district = areas_on(Level.DISTRICT).first()
    if district is None:
        raise Unclear("there is no district yet: set one up first (tuoluo territory)")
    return district


def _load(args: argparse.Namespace) -> int:
    if (args.file is None) is not args.sample:
        print("name a file, or say --sample", file=sys.stderr)
        return 2
    file = args.file or catalogue.sample_file()
    today = timezone.localdate()
    try:
        known = lists(charter_at(_district().stem, today))
        sheet, readings = catalogue.read_items(file, known)
        if args.check:
            tally = catalogue.Tally(rejected=tuple(reading for reading in readings if reading.wrong))
        else:
            by = decider(args.by, "item.enter", _district().stem)
            tally = catalogue.load_items(readings, by=by, at=timezone.now(), day=args.day or today)
    except (BadSheet, Unclear) as error:
        print(error, file=sys.stderr)
        return 1
    read = len(readings)
    done = f"entered {tally.entered}, changed {tally.changed}, unchanged {tally.unchanged}"
    print(f"{file.name}: {read} rows, {done}, rejected {len(tally.rejected)}")
    if not tally.rejected:
        return 0
    for reading in tally.rejected:
        for fault in reading.wrong:
            column, value = fault.facts["column"], fault.facts["value"]
            print(f"{file.name}: row {reading.row.number}, {column}: {value!r}: {sentence(fault)}", file=sys.stderr)
    path = args.rejects or (Path.cwd() / file.name if args.sample else file).with_name(f"{file.stem}-rejects.xlsx")
    catalogue.write_rejected(path, file.name, sheet, tally.rejected)
    print(f"the rejected rows, to be mended and loaded again: {path}", file=sys.stderr)
    return 1


def _export(args: argparse.Namespace) -> int:
    day = args.day or timezone.localdate()
    try:
        known = lists(charter_at(_district().stem, timezone.localdate()))
        count = catalogue.export_items(args.file, wordings_on(day), known)
    except (BadSheet, Unclear) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{args.file}: {count} items")
    return 0


def _list(args: argparse.Namespace) -> int:
    day = args.day or timezone.localdate()
    rows: list[tuple[str, ...]]
    try:
        if args.community:
            rows = [
                (
                    one.code,
                    called(one.wording),
                    str(HANDLINGS[one.wording.terms().handling]),
                    called(one.server) if one.server else "-",
                    f"{one.delegation.since} – {one.delegation.until}" if one.delegation else "",
                )
                for one in offered_in(_community(args.community), day)
            ]
        else:
            rows = [
                (wording.item.code, called(wording), str(HANDLINGS[wording.terms().handling]), wording.basis)
                for wording in wordings_on(day)
            ]
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(map(pad, row, widths)).rstrip())
    return 0


def _community(code: str) -> Area:
    area = area_on(code)
    if area is None or area.level != Level.COMMUNITY:
        codes = areas_on(Level.COMMUNITY).values_list("code", flat=True)
        raise Unclear(f"there is no community {code}{perhaps(code, codes)}")
    return area


def _item(code: str) -> Item:
    item = catalogue.item_coded(code)
    if item is None:
        raise Unclear(f"there is no item {code}{perhaps(code, Item.objects.values_list('code', flat=True))}")
    return item


def _retire(args: argparse.Namespace) -> int:
    until = args.until or timezone.localdate()
    try:
        item, by = _item(args.code), decider(args.by, "item.retire")
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    retire_item(item, by=by, at=timezone.now(), valid_until=until)
    print(f"{item}: - , {until}")
    return 0


def _delegate(args: argparse.Namespace) -> int:
    try:
        item, community, provider = _item(args.code), _community(args.community), body_named(args.provider)
        by = decider(args.by, "item.delegate", community.stem)
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    grant = Grant(args.since or timezone.localdate(), args.until, args.basis, args.contract)
    delegate_item(item, by=by, at=timezone.now(), community=community, provider=provider, grant=grant)
    print(f"{item} {called(community)}: {called(provider)}, {grant.since} – {grant.until}")
    return 0


def _recall(args: argparse.Namespace) -> int:
    until = args.until or timezone.localdate()
    try:
        item, community = _item(args.code), _community(args.community)
        running = Delegation.objects.beyond(until).filter(item=item, stem=community.stem).first()
        if running is None:
            raise Unclear(f"{item} is delegated to nobody in {community.code} on {until}")
        by = decider(args.by, "item.recall", community.stem)
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 1
    recall_item(running, by=by, at=timezone.now(), until=until, reason=RecallReason(args.reason))
    print(f"{item} {called(community)}: - , {until}")
    return 0
