"""Addresses of the notices app."""

from django.urls import path

from pdportal.notices import views

app_name = "notices"

urlpatterns = [
    path("my/notices/", views.notices, name="list"),
    path("my/notices/mail/", views.choose, name="choose"),
    path("my/notices/read/", views.read_all, name="read_all"),
    path("my/notices/<id:pk>/read/", views.read, name="read"),
]
