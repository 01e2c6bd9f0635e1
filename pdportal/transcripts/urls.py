"""Addresses of the transcripts app; those of certificates are printed on paper and never change."""

from django.urls import path

from pdportal.transcripts import views

app_name = "transcripts"

urlpatterns = [
    path("my/transcript/", views.transcript, name="transcript"),
    path("my/transcript.csv", views.transcript_csv, name="transcript_csv"),
    path("my/transcript.pdf", views.transcript_pdf, name="transcript_pdf"),
    path("my/transcript.zip", views.packet, name="packet"),
    path("people/<id:pk>/transcript/", views.transcript, name="person_transcript"),
    path("people/<id:pk>/transcript.csv", views.transcript_csv, name="person_transcript_csv"),
    path("people/<id:pk>/transcript.pdf", views.transcript_pdf, name="person_transcript_pdf"),
    path("people/<id:pk>/transcript.zip", views.packet, name="person_packet"),
    path("proofs/<id:pk>/", views.proof, name="proof"),
    path("certificates/", views.check, name="check"),
    path("certificates/<str:code>.pdf", views.certificate_pdf, name="certificate_pdf"),
    path("certificates/<str:code>.json", views.certificate_json, name="certificate_json"),
    path("certificates/<str:code>/", views.certificate, name="certificate"),
]
