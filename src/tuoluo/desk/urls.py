"""Addresses of the pages that cross folders."""

from __future__ import annotations

from django.urls import path

from tuoluo.desk import maps, web

urlpatterns = [
    path("", web.home, name="home"),
    path("communities/<str:code>/", web.board, name="board"),
    path("communities/<str:code>/duties/", web.duties, name="duties"),
    path("communities/<str:code>/matters/<str:which>/", web.listed, name="listed"),
    path("map/", maps.map_page, name="map"),
    path("map/areas.geojson", maps.areas, name="map_areas"),
    path("map/points.geojson", maps.points, name="map_points"),
    path("acts/", web.acts, name="acts"),
    path("account/", web.account, name="account"),
    path("account/post/", web.choose_post, name="choose_post"),
    path("reading/", web.reading, name="reading"),
]
