"""Mutation tests of the check: one fault is put into a charter that ships, and the check must say where it is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.charters.faulty import catalogue, duties, files, toml
from tests.charters.faulty.copies import Copy
from tests.charters.faulty.fault import Fault
from tuoluo.charter import Finding, check, load_charter, shipped_charter, shipped_names

LEAST = 110  # in each charter: with the three that ship, more than 300
ACTS = sorted(set().union(*(role.acts for role in load_charter(shipped_charter("nanshan")).roles.values())))


def chosen(copy: Copy) -> Iterator[Fault]:
    """One fault of each kind, anywhere in the charter, but always the same one."""
    dice = random.Random(f"{copy.charter.name} {copy.charter.version}")
    for module in (duties, catalogue, toml, files):
        yield from map(dice.choice, module.faults(copy).values())


def broken(copy: Copy, fault: Fault, folder: Path) -> list[Finding]:
    """What the check says with this fault in the folder; the folder is whole again afterwards."""
    path, text = folder / fault.file, fault.text()
    if text is None:
        path.unlink()
    else:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = check(folder, ACTS)
    path.write_text(copy.files()[fault.file], encoding="utf-8")
    return found


@pytest.mark.parametrize("name", shipped_names())
def test_a_charter_that_ships_has_no_fault_and_neither_has_its_copy(name: str, tmp_path: Path) -> None:
    copy = Copy.of(load_charter(shipped_charter(name)))
    copy.write(tmp_path / name)
    assert check(shipped_charter(name), ACTS) == []
    assert check(tmp_path / name, ACTS) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_names())
def test_every_single_fault_is_found_where_it_is(name: str, tmp_path: Path) -> None:
    copy = Copy.of(load_charter(shipped_charter(name)))
    copy.write(tmp_path)
    missed, count = [], 0
    for fault in chosen(copy):
        found = broken(copy, fault, tmp_path)
        count += 1
        if not any(f.code in fault.codes and (f.file, f.row, f.column) == fault.place for f in found):
            said = [(f.code, f.file, f.row, f.column, f.value) for f in found[:4]]
            missed.append(f"{fault.name} at {fault.place}: {said}")
    assert missed == []
    assert count >= LEAST
