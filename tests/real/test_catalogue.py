"""The catalogue that ships is the one of GB/T 47678.5-2026, row by row."""

from __future__ import annotations

import csv
from pathlib import Path

from tuoluo.charter import Origin, load_charter, shipped_charter

PREFIX = {"component": "C", "matter": "M"}


def test_every_row_of_the_standard_ships_unchanged_and_no_other(real_data: Path) -> None:
    text = (real_data / "gbt47678_5_2026_catalogue.csv").read_text(encoding="utf-8-sig")
    standard = [
        (PREFIX[row["kind"]] + row["code5"], row["kind"], row["category"], row["name"])
        for row in csv.DictReader(text.splitlines())
    ]
    categories = load_charter(shipped_charter("nanshan")).categories
    ours = [
        (category.code, category.kind.value, categories[category.parent].name.zh, category.name.zh)
        for category in categories.values()
        if category.origin is Origin.STANDARD and category.parent
    ]
    assert len(standard) == 403
    assert ours == standard
