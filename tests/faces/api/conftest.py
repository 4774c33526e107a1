"""A founded district, and callers of the API: with a token in a post, as a resident, or as nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.cast import Cast, found_district
from tuoluo.ledger.actors import ANYBODY, Actor
from tuoluo.people.models import Person
from tuoluo.people.tokens import issue


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Any


class Caller:
    """Somebody with a program."""

    def __init__(self, token: str = "", **headers: str) -> None:
        self.client = Client()
        self.headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **headers}

    def get(self, path: str, **query: Any) -> Answer:
        return self._read(self.client.get(f"/api/v1{path}", query, headers=self.headers))

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        given = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        data = body if isinstance(body, str) else json.dumps(body)
        return self._read(self.client.post(f"/api/v1{path}", data, content_type="application/json", headers=given))

    @staticmethod
    def _read(response: Any) -> Answer:
        assert response.headers["Content-Type"].startswith("application/json"), response.content
        return Answer(response.status_code, json.loads(response.content), response.headers)


Calling = Callable[..., Caller]


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The district, undone at the end of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield found_district()
        transaction.set_rollback(True)


@pytest.fixture
def cast(founded: Cast, db: None) -> Cast:
    """Everybody and every place."""
    return founded


@pytest.fixture
def calling(cast: Cast) -> Calling:
    """Makes a caller out of an actor: with a token bound to the actor's post, or to no post for a resident."""

    def make(actor: Actor = ANYBODY, **headers: str) -> Caller:
        if actor.person is None:
            return Caller(**headers)
        return Caller(issue(Person.objects.get(pk=actor.person), post=actor.post), **headers)

    return make
