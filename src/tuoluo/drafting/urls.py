"""Addresses of the pages of charters."""

from __future__ import annotations

from django.urls import path

from tuoluo.drafting.web import editing, files, reading

urlpatterns = [
    path("charters/", reading.charters, name="charters"),
    path("charters/compare/", reading.comparison, name="compare_charters"),
    path("charters/drafts/", editing.drafts, name="drafts"),
    path("charters/drafts/<uuid:uuid>/", editing.draft, name="draft"),
    path("charters/drafts/<uuid:uuid>/changes/", files.changes, name="draft_changes"),
    path("charters/drafts/<uuid:uuid>/import/", files.take_in, name="draft_import"),
    path("charters/drafts/<uuid:uuid>/files/<str:file>", files.file, name="draft_file"),
    path("charters/drafts/<uuid:uuid>/act/<str:act>/", editing.decide, name="draft_act"),
    path("charters/drafts/<uuid:uuid>/rows/<str:table>/", editing.table, name="draft_table"),
    path("charters/drafts/<uuid:uuid>/rows/<str:table>/<int:row>/", editing.row, name="draft_row"),
    path("charters/drafts/<uuid:uuid>/rows/<str:table>/<int:row>/check/", editing.try_row, name="draft_check"),
    path("charters/<str:name>/", reading.charter, name="charter"),
]
