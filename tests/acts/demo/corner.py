"""A corner of the demo district, small enough to be built in a test."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from tuoluo.demo.build import Wish
from tuoluo.demo.places import Size

UNTIL = date(2026, 11, 24)
PASSWORD = "abcd-efgh-jkmn"
CORNER = Size(cells=12, communities=3)


def silent(phase: str, done: int, total: int) -> None:
    """Tell nothing."""


def wish(matters: int = 20, until: date = UNTIL, seed: int = 2014) -> Wish:
    """A small demo."""
    return Wish(until, seed, matters, CORNER)


def arguments(**changes: Any) -> argparse.Namespace:
    known = {"host": "127.0.0.1", "port": 1, "no_serve": True, "fresh": False, "until": UNTIL, "seed": 1, "matters": 1}
    return argparse.Namespace(**{**known, **changes})
