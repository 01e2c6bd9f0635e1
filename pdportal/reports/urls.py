"""Addresses of the reports app, all below ``/reports/``."""

from django.urls import path

from pdportal.reports import (
    digest_views,
    duty_views,
    evaluation_views,
    event_views,
    hours_views,
    mentoring_views,
    print_views,
    views,
)

app_name = "reports"

urlpatterns = [
    path("", views.index, name="index"),
    path("buildings/<id:pk>/", views.building_report, name="building"),
    path("matrix/", views.matrix, name="matrix"),
    path("people/", views.people_list, name="people"),
    path("people/<id:pk>/", views.person_report, name="person"),
    path("people/<id:pk>/duties/", duty_views.duty_person, name="duty_person"),
    path("duties/", duty_views.duty_map, name="duties"),
    path("duties/lessons/", duty_views.duty_lessons, name="duty_lessons"),
    path("duties/people/", duty_views.duty_people, name="duty_people"),
    path("hours/", hours_views.hours_list, name="hours"),
    path("mentoring/", mentoring_views.mentoring, name="mentoring"),
    path("mentoring/pairs/<id:pk>/", mentoring_views.mentoring_pair, name="mentoring_pair"),
    path("mentoring/stipends/", mentoring_views.mentoring_stipends, name="mentoring_stipends"),
    path("activities/", views.activity_list, name="activities"),
    path("activities/<uuid:key>/", views.activity_report, name="activity"),
    path("certificates/", print_views.prints, name="prints"),
    path("certificates/ask/", print_views.ask_for_prints, name="ask_for_prints"),
    path("certificates/<id:pk>.zip", print_views.prints_zip, name="prints_zip"),
    path("certificates/<id:pk>/resume/", print_views.resume_prints, name="resume_prints"),
    path("certificates/<id:pk>/discard/", print_views.discard_prints, name="discard_prints"),
    path("completions/", views.completions_list, name="completions"),
    path("attendance/", views.provider_packet, name="provider"),
    path("retention/", views.retention_report, name="retention"),
    path("digest/", digest_views.show, name="digest"),
    path("digest/rhythm/", digest_views.choose, name="digest_rhythm"),
    path("digest/sample/", digest_views.sample, name="digest_sample"),
    path("events/", event_views.event_statistics, name="events"),
    path("evaluations/", evaluation_views.evaluations, name="evaluations"),
    path("evaluations/<uuid:unit>/", evaluation_views.unit_results, name="evaluation"),
    path("evaluations/about/<uuid:key>/", evaluation_views.activity_results, name="evaluations_about"),
    path("completions.csv", views.completions_csv, name="completions_csv"),
]
