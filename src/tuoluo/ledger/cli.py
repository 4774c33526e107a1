"""``tuoluo acts`` and ``tuoluo ledger``."""

from __future__ import annotations

import argparse
import json
import sys
from itertools import chain as chain_of
from itertools import islice

from tuoluo.ledger import chain
from tuoluo.ledger.models import Record
from tuoluo.ledger.registry import REGISTRY, ActSpec
from tuoluo.ledger.standing import drifts

SHOWN = 20


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    acts = commands.add_parser("acts", help="print the registry of acts")
    acts.add_argument("--json", action="store_true", help="one JSON list")
    acts.set_defaults(run=print_acts)
    ledger = commands.add_parser("ledger", help="the record").add_subparsers(required=True)
    verify = ledger.add_parser("verify", help="recompute every seal of the record")
    verify.add_argument(
        "--head", help="a head noted earlier as NUMBER:HASH; proves that nothing up to it was cut or changed"
    )
    verify.set_defaults(run=verify_record)
    ledger.add_parser("head", help="print NUMBER:HASH of the last entry, to be noted elsewhere").set_defaults(
        run=print_head
    )


def print_acts(args: argparse.Namespace) -> int:
    """One line for each act: name, family, who may besides posts, what it does."""
    specs = sorted(REGISTRY.values(), key=lambda spec: (spec.family.value, spec.name))
    if args.json:
        print(json.dumps([_described(spec) for spec in specs], ensure_ascii=False, indent=1))
        return 0
    for spec in specs:
        print(f"{spec.name:<22} {spec.family:<11} {spec.open_to:<9} {spec.summary}")
    return 0


def _described(spec: ActSpec) -> dict[str, str]:
    return {
        "act": spec.name,
        "family": spec.family.value,
        "open_to": spec.open_to.value,
        "summary": spec.summary,
        "basis": spec.basis,
    }


def verify_record(args: argparse.Namespace) -> int:
    """Walk the record from the first entry and compare the tables with it; name everything that does not hold."""
    broken = (f"entry {flaw.seq}: {flaw.problem.replace('_', ' ')}" for flaw in chain.flaws())
    drifted = (
        f"{drift.subject}: the table says {drift.fact}={drift.table}, the record {drift.fact}={drift.record}"
        for drift in drifts()
    )
    noted = (problem for problem in [_head_problem(args.head)] if problem)
    found = list(islice(chain_of(broken, noted, drifted), SHOWN + 1))
    for problem in found[:SHOWN]:
        print(problem, file=sys.stderr)
    if len(found) > SHOWN:
        print("… and more", file=sys.stderr)
    if found:
        return 1
    number, seal = chain.head()
    print(f"the record holds: {number} entries, head {number}:{seal}")
    return 0


def _head_problem(noted: str | None) -> str | None:
    if noted is None:
        return None
    number, _, seal = noted.partition(":")
    if not number.isdecimal() or len(seal) != len(chain.GENESIS):
        return f"--head {noted!r}: expected NUMBER:HASH as `tuoluo ledger head` prints it"
    kept = Record.objects.filter(seq=int(number)).values_list("hash", flat=True).first()
    if kept is None and int(number) > 0:
        return f"entry {number} is missing: the record was cut after the head was noted"
    return None if kept == seal or int(number) == 0 else f"entry {number} is not the one whose head was noted"


def print_head(args: argparse.Namespace) -> int:
    """The head of the record."""
    number, seal = chain.head()
    print(f"{number}:{seal}")
    return 0
