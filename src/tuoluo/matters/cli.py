"""``tuoluo figures``: what this deployment holds, for people and for comparing two deployments byte by byte."""

from __future__ import annotations

import argparse
import csv
import json
import sys

from django.utils.translation import gettext as _

from tuoluo.matters.figures import figures, lines_of_matters


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what this folder offers."""
    command = commands.add_parser("figures", help="print this deployment's figures, for comparison byte by byte")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything, as one JSON object")
    form.add_argument("--csv", action="store_true", help="the matters by place, category, bodies and stage")
    command.set_defaults(run=print_figures)


def print_figures(args: argparse.Namespace) -> int:
    """Print the figures in the form asked for."""
    if args.csv:
        _print_csv()
        return 0
    whole = figures()
    if args.json:
        print(json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True, default=str))
        return 0
    matters = whole["matters"]
    print(
        _("%(communities)d communities, %(cells)d cells, %(bodies)d bodies")
        % {
            "communities": whole["areas"]["community"],
            "cells": whole["areas"]["cell"],
            "bodies": whole["bodies"],
        }
    )
    print(_("%(matters)d matters") % matters)
    for name in ("stage", "nature", "channel", "source", "on_time"):
        for value, count in matters[name].items():
            print(f"  {name:<8} {value or '-':<16} {count:>8}")
    print(f"sha256 {whole['fingerprint']}")
    return 0


def _print_csv() -> None:
    lines = lines_of_matters()
    writer = csv.DictWriter(sys.stdout, list(lines[0]) if lines else ["community"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
