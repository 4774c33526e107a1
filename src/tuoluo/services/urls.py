"""Addresses of the pages of service items."""

from __future__ import annotations

from django.urls import path

from tuoluo.services import web

urlpatterns = [
    path("communities/<str:code>/items/", web.items, name="items"),
    path("items.xlsx", web.items_file, name="items_file"),
    path("desk/items/", web.items_desk, name="items_desk"),
    path("desk/items/<str:item>/", web.item_desk, name="item_desk"),
    path("desk/items/<str:item>/delegate/", web.item_delegate, name="item_delegate"),
    path("desk/delegations/<uuid:delegation>/recall/", web.item_recall, name="item_recall"),
]
