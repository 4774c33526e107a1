"""The rules are tested alone: importing Django while they run is an error."""

from __future__ import annotations

import sys

import pytest
from hypothesis import settings

# Nothing is kept from run to run: with so few examples, writing them down takes longer than finding them again.
settings.register_profile("rules", deadline=None, max_examples=20, database=None)


def alone(config: pytest.Config) -> bool:
    """Whether only the rules run (`pytest tests/rules`), without the rest of the suite."""
    return not config.pluginmanager.hasplugin("django")


def pytest_configure(config: pytest.Config) -> None:
    """Few examples here, because these tests run at every save; the whole suite tries more."""
    if alone(config):
        settings.load_profile("rules")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail the first test that finds Django there."""
    if alone(item.config) and "django" in sys.modules:
        pytest.fail("something imported Django before this test")


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Fail the first test that pulls Django in."""
    if alone(item.config) and "django" in sys.modules:
        pytest.fail("this test, or a rule it calls, imported Django")
