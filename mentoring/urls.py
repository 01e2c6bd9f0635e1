"""Addresses of the mentoring app; the pages editors write stand below ``/mentoring/``."""

from django.urls import path

from mentoring import concern_views, pair_views, profile_views, views

app_name = "mentoring"

urlpatterns = [
    path("my/mentoring/", views.my_mentoring, name="my_mentoring"),
    path("my/mentoring/<id:pk>/", views.pairing, name="pairing"),
    path("my/mentoring/<id:pk>/log/", views.log_meeting, name="log_meeting"),
    path("my/mentoring/<id:pk>/plan/", views.plan_meeting, name="plan_meeting"),
    path("my/mentoring/<id:pk>/agreement/", pair_views.agreement, name="agreement"),
    path("my/mentoring/<id:pk>/agreement/sign/", pair_views.sign_agreement, name="sign_agreement"),
    path("my/mentoring/<id:pk>/goals/", pair_views.add_goal, name="add_goal"),
    path("my/mentoring/goals/<id:pk>/mark/", pair_views.mark_goal, name="mark_goal"),
    path("my/mentoring/goals/<id:pk>/remove/", pair_views.remove_goal, name="remove_goal"),
    path("my/mentoring/<id:pk>/checklist/", pair_views.tick_item, name="tick_item"),
    path("my/mentoring/<id:pk>/concern/", concern_views.raise_concern, name="raise_concern"),
    path("my/mentoring/<id:pk>/buddy/", pair_views.name_buddy, name="name_buddy"),
    path("my/mentoring/meetings/<id:pk>/", views.meeting, name="meeting"),
    path("my/mentoring/meetings/<id:pk>/hold/", views.hold_meeting, name="hold_meeting"),
    path("my/mentoring/meetings/<id:pk>/edit/", views.edit_meeting, name="edit_meeting"),
    path("my/mentoring/meetings/<id:pk>/move/", views.move_meeting, name="move_meeting"),
    path("my/mentoring/meetings/<id:pk>/cancel/", views.cancel_meeting, name="cancel_meeting"),
    path("my/mentoring/meetings/<id:pk>/withdraw/", views.withdraw_meeting, name="withdraw_meeting"),
    path("my/mentoring/meetings/<id:pk>/confirm/", views.confirm_meeting, name="confirm_meeting"),
    path("my/mentoring/meetings/<id:pk>/dispute/", views.dispute_meeting, name="dispute_meeting"),
    path("my/mentoring/meetings/<id:pk>/note/", views.write_note, name="write_note"),
    path("my/mentoring/profile/", profile_views.profile, name="profile"),
    path("my/mentoring/offers/<id:pk>/", profile_views.offer, name="offer"),
    path("my/mentoring/offers/<id:pk>/accept/", profile_views.accept_offer, name="accept_offer"),
    path("my/mentoring/offers/<id:pk>/decline/", profile_views.decline_offer, name="decline_offer"),
]
