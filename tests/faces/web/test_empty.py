"""A deployment in which nobody has set up a district yet."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_an_empty_deployment_has_a_home() -> None:
    client = Client()
    assert "这里还没有建立任何区" in client.get("/").content.decode()
    for address in ("/map/", "/acts/", "/report/", "/follow/", "/coverage/"):
        assert client.get(address).status_code == 200
    assert client.get("/coverage/gaps.xlsx").status_code == 404
