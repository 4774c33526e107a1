"""One operation for each act on a matter, made from the act itself: a new act appears here without further ado.

The arguments of the act become the fields of the request. Rows are named as outsiders know them: a body and a person
by their uuid, an area by its code, a post by its number.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any, get_type_hints

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field, create_model

from tuoluo.bodies.arguments import Key, arguments_of
from tuoluo.bodies.http import Line, may_answer
from tuoluo.ledger.registry import REGISTRY, ActSpec, OpenTo
from tuoluo.matters.acts import contacts_of
from tuoluo.matters.api.asked import asker, matter_numbered, repeatable
from tuoluo.matters.api.shapes import MatterSeen, joined, seen
from tuoluo.matters.models import Matter


class Done(Schema):
    """An act that was done, and how the matter stands now."""

    act: str
    matter: MatterSeen
    contacts: list[str] | None = Field(None, description="how to reach the reporter; only after contact.read")


def is_on_matter(spec: ActSpec) -> bool:
    """Whether the subject of an act is a matter."""
    first = next(iter(inspect.signature(spec.function).parameters))
    return get_type_hints(spec.function)[first] is Matter


def matter_acts() -> list[ActSpec]:
    """Every act on a matter that somebody decides on, in the order of the registry."""
    return [spec for spec in REGISTRY.values() if spec.open_to is not OpenTo.FOLLOWING and is_on_matter(spec)]


def add_operations(router: Router) -> None:
    """Give every act on a matter its operation."""
    for spec in matter_acts():
        router.post(
            f"/{{number}}/acts/{spec.name}",
            response={200: Done, **may_answer(409)},
            summary=spec.summary,
            description=f"Family: {spec.family}. Open to: {spec.open_to}. Basis: {spec.basis}",
            operation_id=spec.name.replace(".", "_"),
            url_name=spec.name,
        )(_view(spec))


def _view(spec: ActSpec) -> Callable[..., Any]:
    asked = arguments_of(spec)
    door = getattr(import_module(spec.function.__module__), spec.function.__name__)
    title = "".join(part.title() for part in spec.name.replace("_", ".").split("."))
    fields: dict[str, Any] = {name: (how.type, default) for name, (how, default) in asked.items()}
    model = create_model(title, __base__=Schema, __doc__=spec.summary, **fields)

    def view(request: HttpRequest, number: str, what: Schema, key: str = "") -> dict[str, Any]:
        def do() -> dict[str, Any]:
            matter = matter_numbered(number)
            by, now = asker(request, matter), timezone.now()
            given = {name: how.read(getattr(what, name)) for name, (how, _) in asked.items()}
            door(matter, by=by, at=now, **given)
            done = joined().get(pk=matter.pk)
            contacts = [contact.value for contact in contacts_of(done)] if spec.name == "contact.read" else None
            return {"act": spec.name, "matter": seen([done], by, now)[0], "contacts": contacts}

        return repeatable(request, key, do)

    view.__annotations__ = {"request": HttpRequest, "number": Line, "what": model, "key": Key}
    return view
