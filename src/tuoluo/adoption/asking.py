"""What is told at a terminal about the columns of a file, and what is asked."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tuoluo.adoption.headings import Field
from tuoluo.adoption.profile import Profile, profiles
from tuoluo.adoption.recognise import Guess, Recognition
from tuoluo.adoption.table import Table
from tuoluo.adoption.words import FIELDS, REASONS


@dataclass(frozen=True)
class Asked:
    """What is known after asking, and whether that is enough."""

    recognition: Recognition
    settled: bool


def say(text: str) -> None:
    """One line for the operator; standard output is left to results."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def shown(recognised: Recognition, table: Table) -> Iterable[str]:
    """One line for each column: what it is taken for, how likely that is, and why."""
    width = min(28, max(map(len, table.columns)))
    for guess in recognised.guesses:
        if guess.field is None:
            unused = _("not used")
            yield f"  {guess.column:<{width}}    –   {unused}"
            continue
        name = str(FIELDS[guess.field])
        if guess.id_of is not None:
            name = _("number of: %(column)s") % {"column": guess.named}
        elif guess.field is Field.CATEGORY and guess.column in recognised.levels:
            name = f"{name} {recognised.levels.index(guess.column) + 1}"
        doubt = "" if guess.sure else " ?"
        yield f"  {guess.column:<{width}}  {guess.likelihood:>4.0%}  {name}{doubt} ({_reasons(guess)})"


def _reasons(guess: Guess) -> str:
    return "; ".join(str(REASONS[reason]) for reason in guess.reasons)


def unsure_lines(asked: Asked, table: Table) -> list[str]:
    """What is still open, one line for each question."""
    seen = profiles(table)
    lines = [_question(guess, seen[guess.column]) for guess in asked.recognition.unsure]
    return lines + [_missing(field) for field in asked.recognition.missing]


def _question(guess: Guess, profile: Profile) -> str:
    facts = {"column": guess.column, "field": FIELDS[guess.field or Field.TEXT], "rival": guess.rival}
    facts["examples"] = " | ".join(profile.examples)
    if guess.rival:
        return _("%(column)s or %(rival)s: which one states the %(field)s? (%(column)s: %(examples)s)") % facts
    return _("%(column)s (%(examples)s): does it state the %(field)s?") % facts


def _missing(field: Field) -> str:
    return _("No column was recognised that states the %(field)s (in the map: %(key)s)") % {
        "field": FIELDS[field],
        "key": field.value,
    }


def ask(recognised: Recognition, table: Table, *, yes: bool) -> Asked:
    """Settle what is unsure: take the likeliest, ask at a terminal, or leave it open."""
    if recognised.sure:
        return Asked(recognised, settled=True)
    if yes:
        for guess in recognised.unsure:
            recognised = recognised.settle(guess.column, guess.field)
        return Asked(recognised, settled=recognised.sure)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return Asked(recognised, settled=False)
    return _ask_all(recognised, table)


def _ask_all(recognised: Recognition, table: Table) -> Asked:
    seen = profiles(table)
    while recognised.unsure:
        guess = recognised.unsure[0]
        say(_question(guess, seen[guess.column]))
        answer = _answer(_("Enter: yes. n: not used. Or the name of a field (%(fields)s): ") % {"fields": _fields()})
        recognised = _take(recognised, guess, answer)
    while recognised.missing:
        field = recognised.missing[0]
        say(_missing(field))
        for number, column in enumerate(table.columns, start=1):
            say(f"  {number:>3}  {column}  ({' | '.join(seen[column].examples)})")
        answer = _answer(_("Number of the column, or Enter to stop: "))
        if not answer.isdecimal() or not 1 <= int(answer) <= len(table.columns):
            return Asked(recognised, settled=False)
        recognised = recognised.settle(table.columns[int(answer) - 1], field)
    return Asked(recognised, settled=True)


def _take(recognised: Recognition, guess: Guess, answer: str) -> Recognition:
    if answer in {field.value for field in Field}:
        return recognised.settle(guess.column, Field(answer))
    if answer.lower() in {"n", "no", "否", "不"}:
        without = recognised.settle(guess.column, None)
        return without.settle(guess.rival, guess.field) if guess.rival else _recount(without, guess)
    return recognised.settle(guess.column, guess.field)


def _recount(recognised: Recognition, guess: Guess) -> Recognition:
    """A required field that lost its column is missing again."""
    from tuoluo.adoption.headings import REQUIRED

    if guess.field in REQUIRED and not any(g.field is guess.field and g.id_of is None for g in recognised.guesses):
        return Recognition(recognised.guesses, recognised.levels, (*recognised.missing, guess.field))
    return recognised


def _fields() -> str:
    return ", ".join(field.value for field in Field)


def _answer(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()
