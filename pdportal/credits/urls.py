"""Addresses of the credits app."""

from django.urls import path

from pdportal.credits import views

app_name = "credits"

urlpatterns = [
    path("my/hours/", views.overview, name="mine"),
    path("my/hours/<slug:slug>/", views.pack, name="pack"),
    path("my/hours/<slug:slug>.csv", views.pack_csv, name="pack_csv"),
    path("my/hours/<slug:slug>/dates/", views.dates, name="dates"),
    path("people/<id:pk>/hours/", views.overview, name="person"),
    path("people/<id:pk>/hours/<slug:slug>/", views.pack, name="person_pack"),
    path("people/<id:pk>/hours/<slug:slug>.csv", views.pack_csv, name="person_pack_csv"),
    path("people/<id:pk>/hours/<slug:slug>/dates/", views.dates, name="person_dates"),
]
