"""Addresses of badges, the same in every language; those of keys and lists stand in signed files and never change."""

from django.urls import path

from pdportal.badges import views

app_name = "badges"

urlpatterns = [
    path("badges/did.json", views.issuer, name="issuer"),
    path("badges/status/<id:number>.json", views.status_list, name="status_list"),
    path("badges/<str:code>.json", views.badge, name="badge"),
]
