"""Addresses of the pages about reforms."""

from __future__ import annotations

from django.urls import path

from tuoluo.reform import web

urlpatterns = [
    path("reforms/", web.reforms, name="reforms"),
    path("reforms/<int:number>/", web.reform, name="reform"),
    path("reforms/<int:number>/lists/", web.lists, name="reform_lists"),
    path("reforms/<int:number>/lists.xlsx", web.book, name="reform_book"),
    path("reforms/<int:number>/<str:name>/", web.act, name="reform_act"),
]
