"""Addresses of the pages of admission."""

from __future__ import annotations

from django.urls import path

from tuoluo.oversight import web

urlpatterns = [
    path("tasks/", web.tasks, name="tasks"),
    path("tasks.xlsx", web.tasks_file, name="tasks_file"),
    path("communities/<str:code>/tasks/", web.community_tasks, name="community_tasks"),
    path("desk/tasks/", web.tasks_desk, name="tasks_desk"),
    path("desk/tasks/ask/", web.ask, name="task_ask"),
    path("desk/tasks/<uuid:task>/", web.task_desk, name="task_desk"),
    path("desk/tasks/<uuid:task>/withdraw/", web.task_withdraw, name="task_withdraw"),
    path("desk/admissions/<uuid:admission>/hours/", web.task_hours, name="task_hours"),
    path("desk/admissions/<uuid:admission>/<str:act>/", web.task_answer, name="task_answer"),
    path("desk/hours/", web.own_hours, name="own_hours"),
    path("desk/hours/<uuid:entry>/correct/", web.correct_hours, name="correct_hours"),
]
