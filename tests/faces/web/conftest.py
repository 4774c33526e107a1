"""A founded district, and browsers of people in it: with an account in a post, as a resident, or as nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import translation

from tests.cast import Cast, found_district
from tuoluo.ledger.actors import Actor
from tuoluo.people.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"
Browsing = Callable[[Actor], Client]


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


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """A page leaves its language behind in the thread; the next test begins with Chinese."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def browsing(cast: Cast) -> Browsing:
    """Makes a browser in which a person is logged in, acting in the post they hold."""

    def make(actor: Actor) -> Client:
        assert actor.person is not None
        person = Person.objects.get(pk=actor.person)
        if person.account is None:
            person.account = User.objects.create(username=f"person-{person.pk}")
            person.save()
        client = Client()
        client.force_login(person.account, backend=BACKEND)
        return client

    return make


@pytest.fixture
def stranger(cast: Cast) -> Client:
    """A browser in which nobody is logged in."""
    return Client()
