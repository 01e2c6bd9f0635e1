"""Addresses at which SCORM packages are served, apart from the portal's pages; each carries a signed pass."""

from django.urls import path

from courses import scorm_serving

app_name = "scorm"

urlpatterns = [
    path("<str:token>/", scorm_serving.nothing, name="root"),
    path("<str:token>/seed.js", scorm_serving.seed, name="seed"),
    path("<str:token>/commit", scorm_serving.commit, name="commit"),
    path("<str:token>/files/<path:name>", scorm_serving.file, name="file"),
]
