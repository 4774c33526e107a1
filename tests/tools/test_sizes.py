"""The allow-list of long files and functions can only shrink."""

from __future__ import annotations

import ast

import pytest
import sizes

LONG = "src/tuoluo/matters/acts.py"
NESTED = """
class Desk:
    @property
    def open(self):
        def inner():
            return 1
        return inner
"""


def test_functions_are_found_in_classes_and_in_each_other_and_measured_without_decorators() -> None:
    assert dict(sizes.functions(ast.parse(NESTED))) == {"Desk.open": 4, "Desk.open.inner": 2}


@pytest.mark.parametrize(
    ("breaches", "allowed", "said"),
    [
        ({LONG: 450}, {LONG: 450}, []),
        ({}, {}, []),
        ({LONG: 450}, {}, ["has 450 lines; 399 is the most"]),
        ({f"{LONG}:report": 48}, {}, ["has 48 lines; 39 is the most"]),
        ({LONG: 451}, {LONG: 450}, ["grew from 450 lines to 451"]),
        ({LONG: 449}, {LONG: 450}, ["shrank to 449 lines"]),
        ({}, {LONG: 450}, ["is short enough now"]),
    ],
)
def test_every_difference_from_the_list_is_a_fault(
    breaches: dict[str, int], allowed: dict[str, int], said: list[str]
) -> None:
    faults = sizes.compare(breaches, allowed)
    assert len(faults) == len(said)
    assert all(words in fault for words, fault in zip(said, faults, strict=True))


def test_the_list_gives_a_reason_beside_each_number() -> None:
    assert sizes.read_allowed(f"# why\n\n{LONG}:report 48  # one table\n") == {f"{LONG}:report": 48}
