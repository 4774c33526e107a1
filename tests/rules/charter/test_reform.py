"""The section of a charter that says whose consent a reform takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.charter.draft import Draft
from tuoluo.charter import load_charter, write_charter

SECTION = '\n[reform]\nconsent = ["party_committee", "office"]\nbasis = "试验"\n'


def test_whose_consent_a_reform_takes(draft: Draft) -> None:
    assert draft.add("charter.toml", SECTION).load().consenting == ("party_committee", "office")
    assert draft.check() == []


def test_without_the_section_the_core_is_asked_and_the_digest_is_as_it_was(draft: Draft, tmp_path: Path) -> None:
    plain = draft.load()
    assert plain.consenting == ("party_committee",)
    assert '"reform"' not in str(plain.digest)
    assert draft.add("charter.toml", SECTION).load().digest != plain.digest


def test_it_is_written_and_read_back(draft: Draft, tmp_path: Path) -> None:
    charter = draft.add("charter.toml", SECTION).load()
    again = load_charter(write_charter(charter, tmp_path / charter.name))
    assert (again.reform, again.digest) == (charter.reform, charter.digest)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"office"]', '"ofice"]', "unknown_name"),
        ('"office"]', '"party_committee"]', "consent_twice"),
        ('basis = "试验"\n', "\n", "no_basis"),
    ],
)
def test_what_is_wrong_with_it_is_found(draft: Draft, old: str, new: str, code: str) -> None:
    section = SECTION.replace(old, new)
    finding = draft.add("charter.toml", section).only(code)
    assert finding.file == "charter.toml"
    assert finding.column.startswith("reform.")
