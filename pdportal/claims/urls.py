"""Addresses of the claims app: the learner's own below ``/my/claims/``, the approvers' below ``/claims/``."""

from django.urls import path

from pdportal.claims import queue_views, views

app_name = "claims"

urlpatterns = [
    path("my/claims/", views.mine, name="mine"),
    path("my/claims/new/", views.begin, name="begin"),
    path("my/claims/<id:pk>/", views.claim, name="claim"),
    path("my/claims/<id:pk>/save/", views.save, name="save"),
    path("my/claims/<id:pk>/take-back/", views.take_back, name="take_back"),
    path("my/claims/<id:pk>/discard/", views.discard, name="discard"),
    path("claims/files/<id:pk>/", views.attachment, name="file"),
    path("claims/queue/", queue_views.queue, name="queue"),
    path("claims/queue/decide/", queue_views.decide_many, name="decide_many"),
    path("claims/<id:pk>/", queue_views.review, name="review"),
]
