"""Addresses of the home app."""

from django.urls import path

from pdportal.home import views

app_name = "home"

urlpatterns = [
    path("my/", views.my_page, name="my_page"),
    path("search/", views.search, name="search"),
]
