"""Addresses of the mentoring app; the pages editors write stand below ``/mentoring/``."""

from django.urls import path

from mentoring import views

app_name = "mentoring"

urlpatterns = [
    path("my/mentoring/", views.my_mentoring, name="my_mentoring"),
    path("my/mentoring/<int:pk>/", views.pairing, name="pairing"),
    path("my/mentoring/<int:pk>/log/", views.log_meeting, name="log_meeting"),
    path("my/mentoring/<int:pk>/plan/", views.plan_meeting, name="plan_meeting"),
    path("my/mentoring/meetings/<int:pk>/", views.meeting, name="meeting"),
    path("my/mentoring/meetings/<int:pk>/hold/", views.hold_meeting, name="hold_meeting"),
    path("my/mentoring/meetings/<int:pk>/edit/", views.edit_meeting, name="edit_meeting"),
    path("my/mentoring/meetings/<int:pk>/move/", views.move_meeting, name="move_meeting"),
    path("my/mentoring/meetings/<int:pk>/cancel/", views.cancel_meeting, name="cancel_meeting"),
    path("my/mentoring/meetings/<int:pk>/withdraw/", views.withdraw_meeting, name="withdraw_meeting"),
    path("my/mentoring/meetings/<int:pk>/note/", views.write_note, name="write_note"),
]
