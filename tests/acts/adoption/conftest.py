"""A deployment of its own for each test, and the two commands as an operator types them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tuoluo.adoption.cli import add_commands
from tuoluo.config.home import Home

Run = Callable[..., int]


@pytest.fixture
def home(db: None, tmp_path: Path, settings: Any) -> Path:
    """The folder of an empty deployment."""
    settings.HOME = Home(tmp_path / "home")
    settings.HOME.path.mkdir()
    return tmp_path / "home"


@pytest.fixture
def tuoluo(home: Path) -> Run:
    """Run ``tuoluo`` with these words and give its exit status back."""

    def run(*words: object) -> int:
        parser = argparse.ArgumentParser(prog="tuoluo")
        add_commands(parser.add_subparsers(required=True))
        arguments = parser.parse_args([*map(str, words), "--lang", "en"])
        status: int = arguments.run(arguments)
        return status

    return run
