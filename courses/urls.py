"""Addresses of the courses app; the pages themselves are Wagtail's."""

from django.urls import path

from courses import policy_views, quiz_views, scorm_views, sign_off_views, views

app_name = "courses"

GATE = "my/lessons/<uuid:key>/gates/<str:gate_id>"

urlpatterns = [
    path("my/activities/<uuid:key>/start/", views.start, name="start"),
    path("my/lessons/<uuid:key>/", views.lesson, name="lesson"),
    path("my/lessons/<uuid:key>/done/", views.finish_lesson, name="finish_lesson"),
    path(f"{GATE}/save/<slug:kind>/", views.save, name="save"),
    path(f"{GATE}/quiz/submit/", quiz_views.submit_quiz, name="submit_quiz"),
    path(f"{GATE}/quiz/again/", quiz_views.retry_quiz, name="retry_quiz"),
    path("my/attempts/<id:pk>/", quiz_views.attempt, name="attempt"),
    path("my/activities/<uuid:key>/pre-check/", quiz_views.pre_check, name="pre_check"),
    path(f"{GATE}/acknowledge/", views.acknowledge, name="acknowledge"),
    path(f"{GATE}/scenario/", views.answer_scenario, name="answer_scenario"),
    path(f"{GATE}/practice/", views.hand_in_practice, name="practice"),
    path(f"{GATE}/practice/take-back/", views.take_back_practice, name="take_back_practice"),
    path(f"{GATE}/reflection/", views.write_reflection, name="reflection"),
    path(f"{GATE}/module/", scorm_views.play, name="module"),
    path(f"{GATE}/module/open/", scorm_views.open_module, name="open_module"),
    path(f"{GATE}/module/again/", scorm_views.start_again, name="restart_module"),
    path(f"{GATE}/module/confirm/", scorm_views.confirm, name="confirm_module"),
    path("my/modules/<id:pk>/try/", scorm_views.try_out, name="try_module"),
    path("my/policies/<uuid:key>/", policy_views.policy_changes, name="policy_changes"),
    path("my/sign-offs/", sign_off_views.sign_offs, name="sign_offs"),
    path("my/sign-offs/many/", sign_off_views.sign_off_many, name="sign_off_many"),
    path("my/practice/files/<id:pk>/", sign_off_views.practice_file, name="practice_file"),
    path("my/sign-offs/<id:pk>/", sign_off_views.practice_decide, name="practice_decide"),
]
