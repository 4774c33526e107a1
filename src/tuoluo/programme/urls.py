"""Addresses of the pages about reform programmes."""

from __future__ import annotations

from django.urls import path

from tuoluo.programme import web

urlpatterns = [
    path("programmes/", web.listed, name="programmes"),
    path("programmes/<str:code>/", web.programme, name="programme"),
    path("programmes/<str:code>/table.<str:ending>", web.table, name="programme_table"),
    path("programmes/<str:code>/do/<str:name>/", web.act_on_programme, name="programme_act"),
    path("programmes/<str:code>/measures/<int:measure>/", web.measure, name="measure"),
    path("programmes/<str:code>/measures/<int:measure>/<str:name>/", web.act_on_measure, name="measure_act"),
    path(
        "programmes/<str:code>/measures/<int:measure>/milestones/<int:milestone>/<str:name>/",
        web.act_on_milestone,
        name="milestone_act",
    ),
]
