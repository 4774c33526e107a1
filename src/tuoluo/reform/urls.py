"""Addresses of the pages about reforms."""

from __future__ import annotations

from django.urls import path

from tuoluo.reform import web

urlpatterns = [
    path("reforms/", web.reforms, name="reforms"),
    path("reforms/<int:reform>/", web.one_reform, name="reform"),
    path("reforms/<int:reform>/lists/", web.lists, name="reform_lists"),
    path("reforms/<int:reform>/lists.xlsx", web.book, name="reform_book"),
    path("reforms/<int:reform>/<str:name>/", web.act, name="reform_act"),
]
