"""Addresses of the duties app: the learner's own, below ``/my/duties/``."""

from django.urls import path

from pdportal.duties import views

app_name = "duties"

urlpatterns = [
    path("my/duties/", views.mine, name="mine"),
    path("my/duties/<id:pk>/changes/", views.changes, name="changes"),
    path("my/duties/count/", views.count_outside, name="count"),
    path("my/duties/evidence/<id:pk>/remove/", views.uncount_outside, name="uncount"),
]
