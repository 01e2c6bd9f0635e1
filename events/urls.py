"""Addresses of the events app; the catalogue and the events themselves are pages below ``/events/``."""

from django.urls import path

from events import (
    address_views,
    attendance_views,
    calendar_views,
    check_in_views,
    presence_views,
    proposal_views,
    seat_views,
    sheet_views,
    views,
)

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
    path("events/sessions/<id:pk>/roster/", attendance_views.roster, name="roster"),
    path("events/sessions/<id:pk>/roster/undo/", attendance_views.undo, name="undo_marks"),
    path("events/sessions/<id:pk>/roster/let-in/", attendance_views.let_in, name="let_in"),
    path("events/sessions/<id:pk>/projector/", check_in_views.projector, name="projector"),
    path("events/sessions/<id:pk>/projector/code/", check_in_views.projector_code, name="projector_code"),
    path("events/sessions/<id:pk>/sheet.pdf", sheet_views.sheet, name="sheet"),
    path("events/sessions/<id:pk>/sheet/<id:registration_pk>/", sheet_views.row, name="sheet_row"),
    path("events/sessions/<id:pk>/i-was-there/", presence_views.say, name="presence"),
    path("events/check-in/", check_in_views.type_code, name="type_code"),
    path("events/check-in/<id:pk>/", check_in_views.check_in, name="check_in"),
    path("events/check-in/<id:pk>/<str:code>/", check_in_views.scan, name="scan"),
    path("my/attendance/", presence_views.queue, name="presence_queue"),
    path("my/attendance/<id:pk>/", presence_views.answer, name="answer_presence"),
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
