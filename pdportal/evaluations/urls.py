"""Addresses of the evaluations app."""

from django.urls import path

from pdportal.evaluations import views

app_name = "evaluations"

urlpatterns = [
    path("my/evaluations/", views.mine, name="mine"),
    path("my/evaluations/<id:pk>/", views.answer, name="answer"),
]
