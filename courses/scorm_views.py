"""What learners do with a SCORM module: open, play, start again, confirm; and authors try one without a trace."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import gates, progress, queries, scorm_runtime, scorm_serving, scorm_sheets, scorm_tokens
from courses.choices import GateKind
from courses.errors import NoSuchGate
from courses.scorm_records import ScormVersion
from pdportal.common.errors import Refusal


def _lesson_or_404(key):
    lesson = queries.published("LessonPage", key)
    if lesson is None:
        raise Http404
    return lesson


def _answer(request, lesson, gate_id, do, *, success="", to_player=False):
    """Run ``do()``, then go to the player or back to the gate; a Refusal is said there."""
    try:
        do()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if to_player:
            return redirect("courses:module", key=lesson.translation_key, gate_id=gate_id)
        messages.success(request, success)
    return redirect(f"{lesson.url}#gate-{gate_id}")


@login_required
@require_POST
def open_module(request, key, gate_id):
    """Open the module, where the learner left it."""
    lesson = _lesson_or_404(key)

    def do():
        return scorm_runtime.open_module(request.user, lesson, gate_id)

    return _answer(request, lesson, gate_id, do, to_player=True)


@login_required
@require_POST
def start_again(request, key, gate_id):
    """Begin anew, with the newest version."""
    lesson = _lesson_or_404(key)

    def do():
        return scorm_runtime.start_again(request.user, lesson, gate_id)

    return _answer(request, lesson, gate_id, do, to_player=True)


@login_required
@require_POST
def confirm(request, key, gate_id):
    """Say that a module that does not report is finished."""
    lesson = _lesson_or_404(key)

    def do():
        return scorm_runtime.confirm_finished(request.user, lesson, gate_id)

    return _answer(request, lesson, gate_id, do, success=_("Noted: you have confirmed that you finished the module."))


@login_required
@require_safe
def play(request, key, gate_id):
    """The module in its frame; a module that was not opened yet is opened from the lesson."""
    lesson = _lesson_or_404(key)
    try:
        gate = gates.gate_of(lesson, gate_id, GateKind.SCORM)
    except NoSuchGate as gone:
        raise Http404 from gone
    enrollment = progress.current(request.user, queries.course_of(lesson).translation_key)
    sheet = scorm_sheets.sheets(enrollment, lesson.translation_key, [gate])[gate.id]
    if sheet.sitting is None:
        return redirect(f"{lesson.url}#gate-{gate_id}")
    number = _part(request, sheet.version, sheet.next_part)
    token = scorm_tokens.issue(request.user, sheet.version, part=number, sitting=sheet.sitting)
    context = {"sheet": sheet, "title": gate.title, "back": f"{lesson.url}#gate-{gate_id}", "lesson": lesson}
    return _player(request, sheet.version, number, token, context)


@login_required
@require_safe
def try_out(request, pk):
    """The module as learners will see it, for those who keep packages; nothing is recorded. 404 for others."""
    if not request.user.has_perm("courses.change_scormpackage"):
        raise Http404
    version = get_object_or_404(ScormVersion.objects.select_related("package"), pk=pk)
    number = _part(request, version, 0)
    token = scorm_tokens.issue(request.user, version, part=number)
    back = reverse("wagtailsnippets_courses_scormpackage:edit", args=[version.package_id])
    context = {"title": version.package.title, "back": back, "is_trial": True, "version": version}
    return _player(request, version, number, token, context)


def _player(request, version, number, token, context):
    part = version.parts[number]
    context |= {"frame": scorm_serving.launch_url(token, part), "sandbox": scorm_serving.sandbox(), "number": number}
    response = render(request, "courses/module.html", context)
    if settings.SCORM_ORIGIN:
        response._csp_update = {"frame-src": ["'self'", settings.SCORM_ORIGIN]}
    return response


def _part(request, version, otherwise):
    """The part asked for in the address, counted from 0; ``otherwise`` where it makes no sense."""
    asked = request.GET.get("part", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else -1
    return number if 0 <= number < len(version.parts) else otherwise
