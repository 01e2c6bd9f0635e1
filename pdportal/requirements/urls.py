"""Addresses of the requirements app."""

from django.urls import path

from pdportal.requirements import views

app_name = "requirements"

urlpatterns = [
    path("my/requirements/", views.mine, name="mine"),
]
