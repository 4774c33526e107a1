"""The registry of acts: every way in which anything can change, with who may do it and how it is recorded.

An act is a function with the decorator `act`. Calling it opens a transaction, locks the subject, asks whether the
actor may, does the work and appends one entry to the record: all of it happens, or nothing does.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar, runtime_checkable

from django.db import connection, models, transaction
from django.utils import timezone

from tuoluo.kernel.refusals import Refusal, require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.chain import append, canonical, head, keep_out, one_writer
from tuoluo.ledger.facts import commitment, facts_of, plain
from tuoluo.ledger.models import Record

P = ParamSpec("P")
R = TypeVar("R", bound=models.Model)
Rule = Callable[[Any, Actor, datetime], Refusal | None]


class Family(StrEnum):
    """The four families of governance (S5), and service."""

    DECIDE = "decide"
    COORDINATE = "coordinate"
    SUPERVISE = "supervise"
    EVALUATE = "evaluate"
    SERVE = "serve"


class Topic(NamedTuple):
    """Answers kept together by `memo` that stay true through every act but a few."""

    name: str
    ended_by: tuple[str, ...]


class OpenTo(StrEnum):
    """Who may do an act without holding a post. A charter can give it to posts besides."""

    NOBODY = "nobody"
    FOLLOWING = "following"  # nobody decides on it: it follows by itself from another act
    REPORTER = "reporter"  # whoever reported the matter
    ANYBODY = "anybody"  # even somebody who does not say who they are


@dataclass(frozen=True)
class ActSpec:
    """One line of the registry."""

    name: str
    family: Family
    open_to: OpenTo
    private: tuple[str, ...]  # arguments that reach the record only as a salted commitment
    secret: tuple[str, ...]  # arguments that leave no trace in the record at all, such as a secret link
    routine: bool  # daily work: who holds which post, and what the charter says, stays as it was
    alone: bool  # it changes who answers for what: no other act may be half-way while it is done
    may: Rule | None
    function: Callable[..., Any]

    @property
    def summary(self) -> str:
        """What the act does, in a clerk's words."""
        return (inspect.getdoc(self.function) or "").split("\n", 1)[0]

    @property
    def basis(self) -> str:
        """On what it rests, as its docstring says."""
        return (inspect.getdoc(self.function) or "").rpartition("Basis: ")[2].strip()


REGISTRY: dict[str, ActSpec] = {}
FOLDERS = (
    *("territory", "people", "bodies", "workforce", "matters", "services", "oversight"),
    *("drafting", "reform", "programme", "adoption"),
)


class Done(NamedTuple):
    """An act that has just been done and recorded, as a folder further up gets to know it."""

    subject: Any
    given: Mapping[str, Any]  # the arguments of the act
    by: Actor
    at: datetime


Follower = Callable[[Done], None]
_followers: dict[str, list[Follower]] = {}

Authority = Callable[[ActSpec, Any, Actor, datetime], Refusal | None]
_authority: list[Authority] = []
_batch: ContextVar[bool] = ContextVar("batch", default=False)
_memo: ContextVar[dict[Any, Any] | None] = ContextVar("memo", default=None)


def set_authority(decide: Authority) -> None:
    """Say who decides whether an actor has the right to an act (the bodies and their charter)."""
    _authority[:] = [decide]


def follows(*acts: str) -> Callable[[Follower], Follower]:
    """Have a function called after each of these acts, in the same transaction: what must follow, or nothing is done.

    This is how something low causes something high: the folder below knows nothing of it. What follows does acts of
    its own (`Actor.following`), so that the record tells what came of what.
    """

    def register(follow: Follower) -> Follower:
        for name in acts:
            _followers.setdefault(name, []).append(follow)
        return follow

    return register


def load_acts() -> None:
    """Import every folder's acts and words, so that the registry is complete and every refusal has its sentence.

    What follows from the acts of other folders (`following`) comes with them.
    """
    for folder in FOLDERS:
        for module in ("words", "acts", "following"):
            if find_spec(f"tuoluo.{folder}.{module}"):
                import_module(f"tuoluo.{folder}.{module}")


def act(  # noqa: PLR0913 - each says one thing about the act
    name: str,
    *,
    family: Family,
    open_to: OpenTo = OpenTo.NOBODY,
    private: tuple[str, ...] = (),
    secret: tuple[str, ...] = (),
    routine: bool = False,
    alone: bool = False,
    may: Rule | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an act.

    The function takes its subject first (unless it creates it), then keyword arguments with ``by`` (an `Actor`) and
    ``at`` (a moment with time zone), and returns its subject. ``may`` is the rule that pages ask as well. Arguments
    named in ``private`` are recorded as a commitment salted with the subject's ``salt``, never as they are; those
    named in ``secret`` are not recorded at all. One done ``alone`` waits for every act under way, and all wait for it.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        spec = ActSpec(name, family, open_to, private, secret, routine, alone, may, function)
        if name in REGISTRY:
            raise ValueError(f"two acts are called {name!r}")
        REGISTRY[name] = spec
        return _door(spec, function)

    return decorate


def _door(spec: ActSpec, function: Callable[P, R]) -> Callable[P, R]:
    """The function with everything around it that makes it an act."""
    signature = inspect.signature(function)

    @wraps(function)
    def door(*args: P.args, **kwargs: P.kwargs) -> R:
        call = signature.bind(*args, **kwargs)
        by, at = call.arguments["by"], call.arguments["at"]
        with transaction.atomic(savepoint=not _batch.get()), _answers():
            if not _batch.get():
                keep_out(alone=spec.alone)
            given = _lock_subject(call)
            require(_refusal(spec, given, by, at))
            subject = function(*call.args, **call.kwargs)
            _record(spec, subject, call, by=by, at=at)
            _hold(subject)
            if not spec.routine:
                _forget(spec)
            for follow in _followers.get(spec.name, ()):
                follow(Done(subject, call.arguments, by, at))
        return subject

    door.spec = spec  # type: ignore[attr-defined]
    return door


def refusal(name: str, subject: Any, *, by: Actor, at: datetime) -> Refusal | None:
    """Whether the actor may do this act now, as far as can be told before its details are known.

    Pages ask this to grey out a button; the act itself asks the same.
    """
    return _refusal(REGISTRY[name], subject, by, at)


class Answers(dict[Any, Any]):
    """Answers that one batch leaves to the next one; they hold as long as nobody else has acted in between."""

    last: tuple[int, str] | None = None


@contextmanager
def batch(answers: Answers | None = None, *, alone: bool = False) -> Iterator[None]:
    """Many acts on fresh subjects in one transaction: no savepoint for each, no second reading of what it just made.

    A caller that wants to survive a refused act inside wraps it in a `transaction.atomic()` of its own. One that does
    batch after batch may hand the same ``answers`` to each.
    """
    answers = Answers() if answers is None else answers
    token = _batch.set(True)
    try:
        with transaction.atomic(), one_writer():
            keep_out(alone=alone)
            if answers.last is None or answers.last != head():
                answers.clear()
            with _answers(answers):
                yield
            answers.last = head()
    except BaseException:
        answers.last = None
        raise
    finally:
        _batch.reset(token)


@contextmanager
def _answers(kept: dict[Any, Any] | None = None) -> Iterator[None]:
    """Keep answers that several rules of one act (or of a batch) ask for, such as who holds a post."""
    if _memo.get() is not None:
        yield
        return
    token = _memo.set({} if kept is None else kept)
    try:
        yield
    finally:
        _memo.reset(token)


def in_batch() -> bool:
    """Whether many acts are being done in one transaction, so that answers are worth preparing for many."""
    return _batch.get()


def memo() -> dict[Any, Any]:
    """Answers that hold for the length of one act or batch, until an act changes who is who; empty outside."""
    kept = _memo.get()
    return {} if kept is None else kept


def _forget(spec: ActSpec) -> None:
    """Drop the answers that an act may have made untrue, and keep the topics that it does not touch."""
    kept = memo()
    lasting = {key: kept[key] for key in kept if isinstance(key, Topic) and spec.name not in key.ended_by}
    kept.clear()
    kept.update(lasting)


def _refusal(spec: ActSpec, subject: Any, by: Actor, at: datetime) -> Refusal | None:
    for decide in _authority:
        if (answer := decide(spec, subject, by, at)) is not None:
            return answer
    return spec.may(subject, by, at) if spec.may is not None else None


def _lock_subject(call: inspect.BoundArguments) -> Any:
    """Read the subject again under a lock, so that nobody changes it meanwhile; the first argument, if it is a row."""
    name, value = next(iter(call.arguments.items()), ("", None))
    if not isinstance(value, models.Model) or value.pk is None:
        return None
    if _batch.get() and getattr(value, "_held_in", None) is connection.atomic_blocks[0]:
        return value
    rows = type(value)._default_manager.filter(pk=value.pk)
    beside = getattr(value, "READ_WITH", ())
    if beside and connection.features.has_select_for_update:
        # PostgreSQL answers a locked join with no row at all when the one before changed what it joins
        rows.select_for_update(no_key=True).values_list("pk").get()
        fresh = rows.select_related(*beside).get()
    else:
        fresh = rows.select_for_update(no_key=True).select_related(*beside).get()
    call.arguments[name] = fresh
    return fresh


def _hold(subject: models.Model) -> None:
    if _batch.get():
        subject._held_in = connection.atomic_blocks[0]  # type: ignore[attr-defined]


@runtime_checkable
class KeepsWords(Protocol):
    """A subject that keeps, sealed and apart from the record, the words that the record holds only a commitment to."""

    def keep_words(self, seq: int, words: Mapping[str, Any]) -> None:
        """Keep the private arguments of the act with this number in the record."""
        ...


def _record(spec: ActSpec, subject: models.Model, call: inspect.BoundArguments, *, by: Actor, at: datetime) -> None:
    arguments = {name: value for name, value in call.arguments.items() if name not in ("by", "at", *spec.secret)}
    private = {name: plain(arguments.pop(name)) for name in spec.private if arguments.get(name)}
    content = facts_of(arguments, subject)
    if private:
        content["commitment"] = commitment(getattr(subject, "salt"), private)  # noqa: B009
    if by.carried_over:
        content["carried_over"] = by.carried_over
    if by.because_of:
        content["because_of"] = by.because_of
    record = append(
        Record(
            act=spec.name,
            family=spec.family.value,
            at=at,
            recorded_at=timezone.now(),
            person=by.person,
            post=by.post,
            body=by.acting_body,
            subject_kind=str(subject._meta.model_name),
            subject_id=subject.pk,
            content=canonical(content),
        )
    )
    if private and isinstance(subject, KeepsWords):
        subject.keep_words(record.seq, private)
