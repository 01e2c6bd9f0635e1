"""Addresses of the requirements app: the learner's own below ``/my/requirements/``, the coordinators' beside it."""

from django.urls import path

from pdportal.requirements import queue_views, views, why_views

app_name = "requirements"

urlpatterns = [
    path("my/requirements/", views.mine, name="mine"),
    path("my/requirements/<id:pk>/ask/", views.ask, name="ask"),
    path("my/requirements/requests/<id:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("requirements/<id:pk>/why/", why_views.why, name="why"),
    path("requirements/requests/", queue_views.requests, name="requests"),
    path("requirements/requests/answer/", queue_views.answer_many, name="answer_many"),
    path("requirements/requests/<id:pk>/", queue_views.answer, name="answer"),
]
