"""A founded district for the tests of acts: built once for each file, every test starts from it anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast, found_district


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The district, in a transaction that is undone at the end of the file. Tests take `cast`."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield found_district()
        transaction.set_rollback(True)


@pytest.fixture
def cast(founded: Cast, db: None) -> Cast:
    """Everybody and every place; what a test does is undone after it."""
    return founded
