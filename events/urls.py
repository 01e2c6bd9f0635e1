"""Addresses of the events app; the catalogue and the events themselves are pages below ``/events/``."""

from django.urls import path

from events import address_views, calendar_views, proposal_views, seat_views, views

app_name = "events"

urlpatterns = [
    path("events/calendar/", calendar_views.calendar, name="calendar"),
    path("events/calendar/week/", calendar_views.week, name="week"),
    path("events/sessions/<id:pk>/sign-up/", views.sign_up, name="sign_up"),
    path("events/series/<id:pk>/sign-up/", views.sign_up_series, name="sign_up_series"),
    path("events/sessions/<id:pk>/cancel/", views.cancel, name="cancel"),
    path("events/sessions/<id:pk>/accept/", views.accept, name="accept"),
    path("events/sessions/<id:pk>/decline/", views.decline, name="decline"),
    path("events/sessions/<id:pk>/confirm/", views.confirm, name="confirm"),
    path("events/sessions/<id:pk>/substitute/", views.substitute, name="substitute"),
    path("events/sessions/<id:pk>/group/", seat_views.group, name="group"),
    path("events/sessions/<id:pk>/materials/<id:material_pk>/", views.material, name="material"),
    path("my/proposals/", proposal_views.mine, name="proposals"),
    path("my/proposals/new/", proposal_views.write, name="propose"),
    path("my/proposals/<id:pk>/", proposal_views.show, name="proposal"),
    path("my/proposals/<id:pk>/edit/", proposal_views.write, name="edit_proposal"),
    path("my/proposals/<id:pk>/take-back/", proposal_views.take_back, name="take_back_proposal"),
    path("my/proposals/<id:pk>/discard/", proposal_views.discard, name="discard_proposal"),
    path("my/approvals/", seat_views.approvals, name="approvals"),
    path("my/approvals/answer/", seat_views.answer, name="answer_requests"),
    path("my/substitutes/", seat_views.substitutes, name="substitutes"),
    path("my/calendar/", address_views.my_calendar, name="my_calendar"),
    path("my/calendar/content/", address_views.choose_content, name="choose_content"),
    path("my/calendar/create/", address_views.create_address, name="create_address"),
    path("my/calendar/rotate/", address_views.rotate_address, name="rotate_address"),
    path("my/calendar/revoke/", address_views.revoke_address, name="revoke_address"),
    path("my/registrations/", views.my_registrations, name="my_registrations"),
]
