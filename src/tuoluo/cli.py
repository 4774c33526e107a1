"""The command ``tuoluo``: everything an operator does at a terminal.

Exit status: 0 done, 1 found something wrong in what was given, 2 called wrongly, 3 refused by a rule.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tuoluo import __version__
from tuoluo.kernel.refusals import Refused
from tuoluo.kernel.stops import CannotRun


@dataclass(frozen=True)
class Command:
    """One word after ``tuoluo``: the module that knows it, and what it is for."""

    module: str
    purpose: str
    database: bool = True


COMMANDS = {
    "demo": Command("tuoluo.demo.cli", "build the demo district if it is not there yet, and serve it"),
    "serve": Command("tuoluo.desk.cli", "serve this deployment's pages and API"),
    "migrate": Command("tuoluo.desk.cli", "bring the database to this version"),
    "adopt": Command("tuoluo.adoption.cli", "make a deployment out of a district's own history file"),
    "load": Command("tuoluo.adoption.cli", "load matters from a spreadsheet"),
    "figures": Command("tuoluo.matters.cli", "print this deployment's figures, for comparison byte by byte"),
    "calendar": Command("tuoluo.matters.cli", "check and load the working days of a year"),
    "charter": Command("tuoluo.charter.cli", "check, show and describe charters", database=False),
    "territory": Command("tuoluo.territory.cli", "load and locate areas"),
    "acts": Command("tuoluo.ledger.cli", "print the registry of acts"),
    "ledger": Command("tuoluo.ledger.cli", "verify the record"),
    "person": Command("tuoluo.people.cli", "give a person an account or an API token"),
    "post": Command("tuoluo.bodies.cli", "list posts, fill and vacate them"),
    "coverage": Command("tuoluo.coverage.cli", "prove that every place and every matter has somebody"),
    "cell": Command("tuoluo.workforce.cli", "appoint the leader of a cell"),
    "reform": Command("tuoluo.reform.cli", "plan a change of charter, and apply it with nothing lost"),
    "programme": Command("tuoluo.programme.cli", "list, show, load and export reform programmes"),
    "items": Command("tuoluo.services.cli", "load, export and delegate service items"),
    "tasks": Command("tuoluo.oversight.cli", "ask communities for tasks, answer, count hours, print the figures"),
    "docs": Command("tuoluo.desk.docs", "write the reference pages generated from the software itself"),
    "django": Command("tuoluo.desk.cli", "the framework's own commands, for engineers"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    home, words = _take_home(words)
    if home is not None:
        os.environ["TUOLUO_HOME"] = str(Path(home).expanduser().resolve())
    name = next((word for word in words if not word.startswith("-")), None)
    if name not in COMMANDS:
        return _overview(name, wants_version="--version" in words)
    command = COMMANDS[name]
    try:
        if command.database:
            _start_django()
        return _run(command, words)
    except CannotRun as stop:
        print(f"tuoluo: {stop}", file=sys.stderr)
        return 1
    except Exception as error:
        if (told := _about_the_database(error)) is None:
            raise
        print(f"tuoluo: {told}", file=sys.stderr)
        return 1


def _run(command: Command, words: list[str]) -> int:
    """Do what one command is asked."""
    parser = argparse.ArgumentParser(prog="tuoluo")
    import_module(command.module).add_commands(parser.add_subparsers(dest="command", required=True))
    arguments = parser.parse_args(words)
    try:
        status: int = arguments.run(arguments)
    except Refused as refused:
        return _refuse(refused)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    return status


def _take_home(words: list[str]) -> tuple[str | None, list[str]]:
    """``--home DIR`` may stand anywhere on the line."""
    for place, word in enumerate(words):
        if word == "--home" and place + 1 < len(words):
            return words[place + 1], words[:place] + words[place + 2 :]
        if word.startswith("--home="):
            return word.removeprefix("--home="), words[:place] + words[place + 1 :]
    return None, words


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoluo.config.settings")
    import django

    django.setup()


def _about_the_database(error: Exception) -> str | None:
    """What to do when the database itself cannot be used; nothing for every other error."""
    from django.db.utils import OperationalError, ProgrammingError

    why = " ".join(str(error).split())
    if isinstance(error, OperationalError | ProgrammingError) and ("no such table" in why or "does not exist" in why):
        return f"the database is not of this version ({why}): run `tuoluo migrate`, and check TUOLUO_DATABASE_URL"
    if isinstance(error, OperationalError):
        return (
            f"the database cannot be used ({why}): check TUOLUO_DATABASE_URL, that its server runs,"
            " and that the home folder can be written to"
        )
    return None


def _refuse(refused: Refused) -> int:
    from tuoluo.ledger.words import sentence

    print(f"{sentence(refused.refusal)}  [{refused.refusal.code}]", file=sys.stderr)
    if refused.refusal.basis:
        print(f"Basis: {refused.refusal.basis}", file=sys.stderr)
    return 3


def _overview(name: str | None, *, wants_version: bool) -> int:
    if wants_version:
        print(f"tuoluo {__version__}")
        return 0
    if name is not None:
        print(f"tuoluo: there is no command {name!r}", file=sys.stderr)
    width = max(map(len, COMMANDS))
    lines = (f"  {word:<{width}}  {command.purpose}" for word, command in COMMANDS.items())
    print("usage: tuoluo [--home DIR] COMMAND …\n", *lines, "\ntuoluo COMMAND --help says more.", sep="\n")
    return 2 if name is not None else 0
