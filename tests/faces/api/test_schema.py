"""Whatever is sent, within the description of the API or outside it: no failure of ours, and no answer undescribed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from tests.cast import Cast
from tests.steps import at_stage
from tuoluo.config.api import api
from tuoluo.drafting.acts import open_draft
from tuoluo.matters.rules import Stage
from tuoluo.people.tokens import issue

DESCRIPTION = api.get_openapi_schema()
OPERATIONS = [(path, method) for path, methods in DESCRIPTION["paths"].items() for method in methods]
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
SCHEMA.app = get_wsgi_application()
EXAMPLES = 15
UNKNOWN = "26-000000-0"


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request leaves the connection open, as with the test client: the transaction of the test lives in it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_description_is_what_is_served(client: Any) -> None:
    assert client.get("/api/v1/openapi.json").json() == DESCRIPTION


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part.removeprefix("/api/v1"))
@pytest.mark.usefixtures("one_connection")
def test_nothing_fails_and_every_answer_is_described(cast: Cast, path: str, method: str) -> None:
    operation = SCHEMA[path][method.upper()]
    tokens = [
        "",
        *(issue(cast.person(actor), post=actor.post) for actor in (cast.clerk, cast.resident, cast.registrar)),
    ]
    numbers = [UNKNOWN, *(at_stage(cast, stage).number for stage in (Stage.COLLECTED, Stage.HANDLING))]
    codes = ["", cast.near.code, cast.cells[0].code]
    draft = str(open_draft(cast.near, by=cast.registrar, at=timezone.now(), name="nanshan", title="草案").uuid)
    cases = st.one_of([operation.as_strategy(generation_mode=mode) for mode in GenerationMode])

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases, token=st.sampled_from(tokens), number=st.sampled_from(numbers), code=st.sampled_from(codes))
    def ask(case: Any, token: str, number: str, code: str) -> None:
        if token:
            case.headers["Authorization"] = f"Bearer {token}"
        if "number" in case.path_parameters and number != UNKNOWN:
            case.path_parameters["number"] = number
        if "draft" in case.path_parameters and code:
            case.path_parameters["draft"] = draft
        if isinstance(case.body, dict) and "community" in case.body and code:
            case.body["community"] = code
        response = case.call()
        assert response.status_code < 500, response.text
        case.validate_response(response)

    ask()
