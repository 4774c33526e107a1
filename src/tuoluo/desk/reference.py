"""The pages under ``docs/reference`` that are read off the software itself, so that they cannot drift from it.

Every page is a function without arguments. No dates, no paths, no order that depends on the machine: the same software
gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.utils.translation import override

from tuoluo.charter.load import load_charter
from tuoluo.charter.reference import charter_reference
from tuoluo.charter.schema import charter_schema
from tuoluo.charter.shipped import shipped_charter
from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.faces import status_of
from tuoluo.ledger.registry import REGISTRY, ActSpec
from tuoluo.ledger.words import SENTENCES
from tuoluo.matters.rules import MOVES, OPEN_STAGES, Stage
from tuoluo.matters.words import STAGES

SAMPLE = "nanshan"
GENERATED = "This page is generated from the software (`make docs`). Do not edit it."
ACTS = f"""# Acts

Whatever changes anything is an act, done by a person, in a post, for a body, at a moment. Pages, API, command line and
imports all go through the same door. An act happens together with its entry in the record, or not at all. *Sealed*
words reach the record only as a salted commitment.

{GENERATED}
"""
ROLES = f"""## Who may do what by the charter `{SAMPLE}`

A role is held through a post in a body, and reaches the area of that body. Administering the software gives no right
at all.
"""
STAGES_OF_A_MATTER = f"""# The stages of a matter

Collect, register, dispatch, handle, report back, verify and close, evaluate: the seven steps of CJJ/T 105 and
GB/T 47678. While a matter is open, one body and one named person answer for it.

{GENERATED}
"""
REFUSALS = f"""# Refusals

A rule that says no gives a code, a basis and facts. Pages show the sentence, the API answers with the HTTP status and
all of it as JSON, the command line prints it and ends with exit status 3.

{GENERATED}

| code | HTTP | sentence |
|---|---|---|"""
SETTING = f"""# Settings

Everything is set through the environment; there is no settings file. What belongs to one deployment lies in its home
folder.

{GENERATED}
"""
HOME_FOLDER = """
## The home folder

| path | what it is |
|---|---|
| `tuoluo.sqlite3` | the embedded database (unused with PostgreSQL) |
| `charters/NAME/` | charters of this deployment: `charter.toml`, `catalogue.csv`, `duties.csv` |
| `services/`, `oversight/` | lists of this deployment: attributes, competences, grounds, time limits of admission |
| `calendar.csv` | working days that the calendar library does not know yet: `date,working` |
| `keys/` | `secret_key` (sessions, secret links), `vault-1` (sealed words). Lose it and what it guards is lost |
"""
COMMAND_LINE = f"""# The command `tuoluo`

`--home DIR` may stand anywhere on the line. Exit status: 0 done, 1 found something wrong in what was given, 2 called
wrongly, 3 refused by a rule.

{GENERATED}
"""
OPEN_TO = {"nobody": "", "reporter": "whoever reported", "anybody": "anybody", "following": "follows by itself"}

# What an operator may set, and what it does. A test compares this list with the code.
SETTINGS: Mapping[str, tuple[str, str]] = {
    "TUOLUO_HOME": (
        "`var/home` below the current folder; `var/demo` for `make demo`",
        "The folder of one deployment: database, charters, keys, calendar. `--home DIR` says the same.",
    ),
    "TUOLUO_DATABASE_URL": (
        "the embedded database in the home folder",
        "`postgresql://USER:PASSWORD@HOST:PORT/NAME` (a socket folder goes into `?host=`) or `sqlite:///PATH`.",
    ),
    "PORT": ("8000", "The port of `tuoluo serve`, `make demo` and `tuoluo demo`."),
    "TUOLUO_HOSTS": (
        "`localhost 127.0.0.1 [::1] testserver`",
        "The names under which people reach the pages, with spaces between. Requests to any other name are refused.",
    ),
    "TUOLUO_HTTPS": (
        "off",
        "`1` behind a proxy that speaks HTTPS and sets `X-Forwarded-Proto`: cookies and browsers keep to HTTPS.",
    ),
    "TUOLUO_TIME_ZONE": ("`Asia/Shanghai`", "The clock by which days begin and end."),
    "TUOLUO_LOG_LEVEL": ("`WARNING`", "How much is written to the log: `DEBUG`, `INFO`, `WARNING`, `ERROR`."),
    "TUOLUO_DEBUG": ("off", "`1` shows faults in full in the browser. Never where others can reach it."),
}
DEVELOPMENT: Mapping[str, tuple[str, str]] = {
    "TUOLUO_TEST_POSTGRES_URL": ("none", "A PostgreSQL server for the tests; without it they start one of their own."),
    "TUOLUO_TEST_WORKERS": ("`auto`", "How many tests run at once."),
    "TUOLUO_NO_SKIP": ("off", "`1`: a skipped test is a failed one (CI sets it)."),
    "TUOLUO_REAL_DATA": ("a folder beside the repository", "Where real data lies that is not part of the repository."),
}


def acts_page() -> str:
    """Every act: family, who may, what is kept sealed, on what basis; and which role may do what."""
    charter = load_charter(shipped_charter(SAMPLE))
    by_family: dict[str, list[ActSpec]] = {}
    for spec in sorted(REGISTRY.values(), key=lambda spec: (spec.family.value, spec.name)):
        by_family.setdefault(spec.family.value, []).append(spec)
    lines = [ACTS]
    for family, specs in by_family.items():
        lines += [f"## {family.capitalize()}", "", *_act_table(specs), ""]
    return "\n".join([*lines, ROLES, *_role_table(charter.roles.values()), ""])


def _act_table(specs: Iterable[ActSpec]) -> Iterator[str]:
    yield "| act | what it does | open without a post to | sealed | basis |"
    yield "|---|---|---|---|---|"
    for spec in specs:
        sealed, basis = ", ".join(spec.private), _cell(spec.basis.rstrip("."))
        yield f"| `{spec.name}` | {_cell(spec.summary)} | {OPEN_TO[spec.open_to]} | {sealed} | {basis} |"


def _role_table(roles: Iterable[Any]) -> Iterator[str]:
    yield "| role | in a body of kind | acts |"
    yield "|---|---|---|"
    for role in roles:
        head = ", head" if role.head else ""
        acts = ", ".join(f"`{act}`" for act in sorted(role.acts))
        yield f"| `{role.code}` {role.name.zh} ({role.name.en}{head}) | {', '.join(role.kinds)} | {acts} |"


def stages_page() -> str:
    """The stages of a matter and the moves between them, as a diagram."""
    moves = [f"    {stage} --> {to}" for stage, targets in MOVES.items() for to in sorted(targets)]
    ends = [f"    {stage} --> [*]" for stage in MOVES if stage not in OPEN_STAGES]
    with override("en"):
        rows = [
            f"| `{stage}` | {STAGES[stage]} | {'yes' if stage in OPEN_STAGES else ''} | "
            f"{', '.join(f'`{to}`' for to in sorted(MOVES[stage])) or '-'} |"
            for stage in Stage
        ]
    begin = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Stage.COLLECTED}"]
    head = ["| stage | name | open | may go to |", "|---|---|---|---|"]
    return "\n".join([STAGES_OF_A_MATTER, *begin, *moves, *ends, "```", "", *head, *rows, ""])


def refusals_page() -> str:
    """Every code with which a rule says no."""
    with override("en"):
        rows = [
            f"| `{code}` | {int(status_of(Refusal(code)))} | {_cell(str(words)).replace('%%', '%')} |"
            for code, words in sorted(SENTENCES.items())
            if not code.startswith("api.")
        ]
    return "\n".join([REFUSALS, *rows, ""])


def settings_page() -> str:
    """What can be set through the environment."""
    tests = ["", "## For tests", "", *_setting_table(DEVELOPMENT)]
    return "\n".join([SETTING, *_setting_table(SETTINGS), *tests, HOME_FOLDER])


def _setting_table(settings: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    yield "| variable | if not set | meaning |"
    yield "|---|---|---|"
    for name, (default, meaning) in settings.items():
        yield f"| `{name}` | {default} | {meaning} |"


def cli_page() -> str:
    """Every command with its arguments."""
    commands = import_module("tuoluo.cli").COMMANDS  # stands above this folder: read here, never called
    lines = [COMMAND_LINE]
    for name, command in commands.items():
        if find_spec(command.module) is None:
            continue
        parser = argparse.ArgumentParser(prog="tuoluo")
        choices = parser.add_subparsers()
        import_module(command.module).add_commands(choices)
        lines += [f"## tuoluo {name}", "", f"{command.purpose[0].upper()}{command.purpose[1:]}.", ""]
        for words, told, leaf in _leaves(choices.choices[name], (name,), ""):
            lines += _command(words, told, leaf)
    return "\n".join(lines)


Parser = argparse.ArgumentParser


def _leaves(parser: Parser, words: tuple[str, ...], told: str) -> Iterator[tuple[tuple[str, ...], str, Parser]]:
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield words, told, parser
    for action in inner:
        helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, child in action.choices.items():
            yield from _leaves(child, (*words, name), helps.get(name, ""))


def _command(words: tuple[str, ...], told: str, parser: Parser) -> Iterator[str]:
    actions = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
    usage = " ".join(["tuoluo", *words, *(_usage(action) for action in actions)])
    yield f"`{usage}`{f': {told}' if told and len(words) > 1 else ''}"
    yield ""
    explained = [(_spelled(action), action.help) for action in actions if action.help]
    yield from (f"- `{spelled}`: {' '.join(str(said).split())}" for spelled, said in explained)
    if explained:
        yield ""


def _usage(action: argparse.Action) -> str:
    if action.nargs == argparse.REMAINDER:
        return "…"
    word = _spelled(action)
    many = {"*": f"[{word} …]", "+": f"{word} …", "?": f"[{word}]"}.get(str(action.nargs), word)
    return f"[{many}]" if action.option_strings and not action.required else many


def _spelled(action: argparse.Action) -> str:
    value = str(action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest.upper()))
    if not action.option_strings:
        return value
    longest = max(action.option_strings, key=len)
    return longest if action.nargs == 0 else f"{longest} {value}"


def openapi_page() -> str:
    """The description of the JSON API."""
    api = import_module("tuoluo.config.api").api  # stands above this folder: read here, never called
    with override("en"):
        return _json(api.get_openapi_schema())


def schema_page() -> str:
    """The format of a charter as JSON Schema."""
    return _json(charter_schema())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


PAGES: Mapping[str, Callable[[], str]] = {
    "acts.md": acts_page,
    "charter.md": charter_reference,
    "charter.schema.json": schema_page,
    "cli.md": cli_page,
    "openapi.json": openapi_page,
    "refusals.md": refusals_page,
    "settings.md": settings_page,
    "stages.md": stages_page,
}
