"""Addresses of the pages about matters."""

from __future__ import annotations

from django.urls import path

from tuoluo.matters.web import desk, follow, report

urlpatterns = [
    path("report/", report.report, name="report"),
    path("report/done/", report.reported, name="reported"),
    path("report/place/", report.place, name="report_place"),
    path("report/suggest/", report.suggest, name="report_suggest"),
    path("follow/", follow.follow, name="follow"),
    path("follow/<str:number>/", follow.followed, name="followed"),
    path("my/<str:link>/", follow.by_link, name="own"),
    path("my/<str:link>/<str:act>/", follow.by_link, name="own_act"),
    path("account/matters/<str:number>/", follow.by_account, name="own_by_account"),
    path("account/matters/<str:number>/<str:act>/", follow.by_account, name="own_act_by_account"),
    path("desk/", desk.inbox, name="inbox"),
    path("desk/matters/<str:number>/", desk.matter, name="matter"),
    path("desk/matters/<str:number>/<str:name>/", desk.act, name="act"),
]
