"""One row whose sealed words were altered: lists go on, its own page says so, and nothing is written over."""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import Cast
from tests.faces.web.conftest import Browsing
from tests.steps import reported
from tuoluo.matters.acts import register
from tuoluo.matters.models import Matter
from tuoluo.people.vault import Unreadable

SAID = "文字内容无法打开"


def spoil(matter: Matter) -> bytes:
    """Alter what is stored, past the models."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM tuoluo_matter WHERE id = %s", [matter.pk])
        sealed = bytearray(bytes(cursor.fetchone()[0]))
        sealed[-1] ^= 1
        cursor.execute("UPDATE tuoluo_matter SET text = %s WHERE id = %s", [bytes(sealed), matter.pk])
    return bytes(sealed)


def stored(matter: Matter) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM tuoluo_matter WHERE id = %s", [matter.pk])
        return bytes(cursor.fetchone()[0])


def test_lists_and_page_go_on(cast: Cast, browsing: Browsing, caplog: pytest.LogCaptureFixture) -> None:
    bad, good = reported(cast), reported(cast)
    spoil(bad)
    clerk = browsing(cast.clerk)
    with caplog.at_level(logging.ERROR):
        inbox = clerk.get("/desk/?all=1")
        page = clerk.get(f"/desk/matters/{bad.number}/")
    assert inbox.status_code == 200
    assert page.status_code == 200
    assert SAID in page.content.decode()
    assert clerk.get(f"/desk/matters/{good.number}/").status_code == 200
    assert "tuoluo_matter.text" in caplog.text


@pytest.mark.parametrize("left", [0, 1, 20])
def test_what_is_left_of_a_row_does_not_matter(cast: Cast, left: int) -> None:
    bad = reported(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tuoluo_matter SET text = %s WHERE id = %s", [b"\x07" * left, bad.pk])
    assert isinstance(Matter.objects.get(pk=bad.pk).text, Unreadable)


def test_work_goes_on_and_what_is_stored_stays(cast: Cast) -> None:
    bad = reported(cast)
    sealed = spoil(bad)
    register(bad, by=cast.clerk, at=timezone.now())
    row = Matter.objects.get(pk=bad.pk)
    assert row.stage == "registered"
    row.save()
    assert stored(bad) == sealed
