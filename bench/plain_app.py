"""The reference of `web.py`: a bare application on the same server and database, one statement a request."""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

if not settings.configured:
    from tuoluo.config.home import Home, database_settings

    home = Home.from_environment()
    settings.configure(
        DATABASES={"default": database_settings(os.environ.get("TUOLUO_DATABASE_URL", ""), home)},
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY="a benchmark has no secrets",
    )
    django.setup()


def create(request: HttpRequest) -> JsonResponse:
    """One insert."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_plain (words) VALUES (%s) RETURNING id", [request.body.decode()])
        return JsonResponse({"id": cursor.fetchone()[0]}, status=201)


def read(request: HttpRequest) -> JsonResponse:
    """One select."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, words FROM bench_plain ORDER BY id LIMIT 1")
        return JsonResponse({"row": cursor.fetchone()})


urlpatterns = [path("create", create), path("read", read)]
application = get_wsgi_application()
