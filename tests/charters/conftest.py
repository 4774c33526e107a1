"""The small charter, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.charter.draft import Draft


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """The small charter, to be changed and checked."""
    return Draft(tmp_path / "small")
