"""People with a browser each: phones and desks, in Chinese, on a district of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connection, connections
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.cast import Cast, found_district
from tuoluo.ledger.actors import Actor
from tuoluo.people.models import Person

PASSWORD = "lychee-garden-1"
WIDTHS = [pytest.param(390, id="phone"), pytest.param(1280, id="desk")]
Opening = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """While Playwright's loop runs, Django keeps a database session apart for it; it is given back with the loop."""
    connection.settings_dict["CONN_MAX_AGE"] = 0  # and a request of the live server gives its own back when it ends
    yield playwright
    connections.close_all()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Everybody and every place, where the server's own thread can see them."""
    return found_district()


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> int:
    """How wide the screen is."""
    found: int = request.param
    return found


@pytest.fixture
def opening(
    browser: Browser, live_server: Any, cast: Cast, width: int, browser_context_args: dict[str, Any]
) -> Iterator[Opening]:
    """Opens a browser of its own for somebody, logged in by the form; whatever goes wrong in a page fails the test."""
    contexts, faults = [], []

    def make(actor: Actor | None = None, *, script: bool = True, **more: Any) -> Page:
        given = {**browser_context_args, "viewport": {"width": width, "height": 844}, **more}
        context = browser.new_context(**given, base_url=live_server.url, java_script_enabled=script)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if _is_fault(line.type, line.text) else None)
        if actor is not None:
            log_in(page, actor)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


def _is_fault(kind: str, text: str) -> bool:
    """An error in the console, such as one that the content policy makes. A refusal (4xx) is an answer, not a fault."""
    return kind == "error" and "the server responded with a status of 4" not in text


def log_in(page: Page, actor: Actor) -> None:
    """Give the person an account and log in with it as anybody would."""
    assert actor.person is not None
    person = Person.objects.get(pk=actor.person)
    person.account = User.objects.create(username=f"person-{person.pk}", password=make_password(PASSWORD))
    person.save()
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(person.account.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("link", name=person.name)).to_be_visible()


def fits(page: Page) -> None:
    """Nothing sticks out to the right."""
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{page.url} is {width[0]} wide on a screen of {width[1]}"


def faults_of(page: Page) -> list[Any]:
    """What axe finds against WCAG 2.1 A and AA."""
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found = Axe().run(page, options=rules).response["violations"]
    return [(fault["id"], [node["html"][:160] for node in fault["nodes"]][:3]) for fault in found]
