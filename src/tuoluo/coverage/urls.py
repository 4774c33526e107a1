"""Addresses of the proof of coverage."""

from __future__ import annotations

from django.urls import path

from tuoluo.coverage import web

urlpatterns = [
    path("coverage/", web.coverage, name="coverage"),
    path("coverage/gaps.xlsx", web.coverage_sheet, name="coverage_sheet"),
]
