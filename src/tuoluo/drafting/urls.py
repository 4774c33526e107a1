"""Addresses of the pages of charters."""

from __future__ import annotations

from django.urls import path

from tuoluo.drafting.web import reading

urlpatterns = [
    path("charters/", reading.charters, name="charters"),
    path("charters/compare/", reading.comparison, name="compare_charters"),
    path("charters/<str:name>/", reading.charter, name="charter"),
]
