"""The JSON API: every folder's operations joined, one shape for every refusal, OpenAPI 3.1 and a page to read it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language, override
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from tuoluo import __version__
from tuoluo.bodies.http import POST_HEADER, problem, status
from tuoluo.desk.api import router as district
from tuoluo.drafting.api import router as charters
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.matters.api import router as matters
from tuoluo.matters.api.asked import LINK_HEADER
from tuoluo.oversight.api import router as admission
from tuoluo.programme.api import router as programmes
from tuoluo.services.api import router as services

log = logging.getLogger(__name__)
ROOT = "/api/"
DOCUMENTED = 4  # problems named in one answer; more help nobody
# The page that reads the API to people draws itself with styles of its own; everything it loads is ours.
DOCS_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
DESCRIPTION = """Everything that can be done here is an *act*, and it is the same act on the pages, on the command
line and in this API: same rights, same rules, same refusals.

**Who you are.** Send `Authorization: Bearer TOKEN` (made by `tuoluo person token`), or use the log-in of the pages with
`X-CSRFToken`. Name the post in which you act in `X-Acting-Post`; without it you act as a resident. Whoever shows the
secret link of a matter in `X-Matter-Link` acts as its reporter. Much is open to anybody.

**How a "no" looks.** Always `{code, message, basis, facts}`: 401 not known who you are, 403 no right to it, 404 nothing
of that name, 409 a rule stands against it, 422 the request cannot be understood. Decide by `code`; show `message`,
which is in the language of `Accept-Language` (`zh-hans` or `en`).
"""


class Chinese(JSONRenderer):
    """Chinese as Chinese: a quarter shorter than escaped, and people can read it."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Says in its description what holds for all operations: who may ask without a name, and the headers."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description of every operation; put together once for each language, since that takes a while."""
        key = (get_language(), repr(sorted((name, value) for name, value in options.items() if value)))
        if key not in self._described:
            self._described[key] = self._describe(**options)
        return self._described[key]

    @cached_property
    def _described(self) -> dict[Any, OpenAPISchema]:
        return {}

    def _describe(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for path, methods in schema["paths"].items():
            for operation in methods.values():
                operation.setdefault("security", []).append({})
                operation["parameters"] = [*operation.get("parameters", []), *_headers(path)]
                operation["responses"] = {str(code): answer for code, answer in operation["responses"].items()}
        return schema


def _headers(path: str) -> list[dict[str, Any]]:
    post = {"type": "integer", "minimum": 1, "maximum": 2**53 - 1}
    found = [_header(POST_HEADER, post, "the post in which you act; see GET /me")]
    if "{number}" in path:
        found.append(_header(LINK_HEADER, {"type": "string"}, "the secret link of the matter"))
    return found


def _header(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": False, "schema": schema, "description": description}


def _own_policy(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = DOCS_POLICY
        return response

    return page


api = Api(
    title="Tuoluo 陀螺",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api",
    renderer=Chinese(),
    docs_decorator=_own_policy,
)
api.add_router("/matters", matters)
api.add_router("/programmes", programmes)
api.add_router("", services)
api.add_router("", admission)
api.add_router("", district)
api.add_router("", charters)


def refused(refusal: Refusal) -> HttpResponse:
    """A refusal as an answer."""
    answer = JsonResponse(problem(refusal), status=status(refusal), json_dumps_params={"ensure_ascii": False})
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Refused)
def _by_rule(request: HttpRequest, error: Refused) -> HttpResponse:
    return refused(error.refusal)


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors[:DOCUMENTED]]
    return refused(Refusal("api.invalid", "", {"problems": "; ".join(told)}))


@api.exception_handler(HttpError)
def _not_readable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refused(Refusal("api.invalid", "", {"problems": str(error)}))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refused(Refusal("api.not_found", "", {"value": request.path}))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return refused(Refusal("api.too_large", "", {"maximum": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("%s %s failed", request.method, request.path)
    return refused(Refusal("api.failed"))


def unknown_address(request: HttpRequest) -> HttpResponse:
    """What every address under ``/api/`` answers that is none."""
    return refused(Refusal("api.not_found", "", {"value": request.path}))


def problems_as_json(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Under ``/api/`` whatever the framework itself refuses, such as a method, is told in the same shape."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        if not request.path.startswith(ROOT) or response.status_code < 400 or is_json:
            return response
        answer = refused(_from_framework(request, response.status_code))
        if "Allow" in response.headers:
            answer.headers["Allow"] = response.headers["Allow"]
        return answer

    return middleware


def _from_framework(request: HttpRequest, code: int) -> Refusal:
    if code == 405:
        return Refusal("api.wrong_method", "", {"method": request.method})
    return Refusal("api.failed" if code >= 500 else "api.bad_request")


def describe_in_every_language() -> None:
    """Put the descriptions together before anybody asks."""
    for language, _ in settings.LANGUAGES:
        with override(language):
            api.get_openapi_schema()
