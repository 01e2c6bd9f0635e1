"""Addresses of calendar feeds, outside the language prefixes: a calendar program has no language."""

app_name = "feeds"

urlpatterns = []
