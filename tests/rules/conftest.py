"""The rules are tested alone: importing Django while they run is an error."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("rules", deadline=None, max_examples=25)


def alone(config: pytest.Config) -> bool:
    """Whether only the rules run (`pytest tests/rules`), without the rest of the suite."""
    return not config.pluginmanager.hasplugin("django")


def pytest_configure(config: pytest.Config) -> None:
    """Few examples here, because these tests run at every save; the whole suite tries more."""
    if alone(config):
        settings.load_profile("rules")


@pytest.fixture(autouse=True)
def no_django(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the first test that pulls Django in."""
    if alone(request.config) and "django" in sys.modules:
        pytest.fail("something imported Django before this test")
    yield
    if alone(request.config) and "django" in sys.modules:
        pytest.fail("this test, or a rule it calls, imported Django")
