"""Addresses of calendar feeds, outside the language prefixes: a calendar program has no language."""

from django.urls import path

from events import feeds

app_name = "feeds"

urlpatterns = [
    path("calendar/all.ics", feeds.all_sessions, name="all"),
    path("calendar/personal/<str:token>.ics", feeds.personal, name="personal"),
    path("calendar/school/<slug:code>.ics", feeds.school, name="school"),
    path("calendar/for/<slug:role>.ics", feeds.audience, name="audience"),
    path("calendar/<slug:slug>.ics", feeds.topic, name="topic"),
    path("<path:page>/session/<id:pk>.ics", feeds.session, name="session"),
]
