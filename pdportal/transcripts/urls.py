"""Addresses of the transcripts app."""

app_name = "transcripts"

urlpatterns = []
