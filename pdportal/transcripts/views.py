"""Transcripts for learners and those who oversee them; the public check of certificates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pdportal.common.dates import today
from pdportal.common.exports import csv_response
from pdportal.common.packets import safe
from pdportal.common.uploads import send_private
from pdportal.people import oversight
from pdportal.transcripts import certificates, guessing, paper, queries
from pdportal.transcripts.errors import CertificateRevoked, TooManyGuesses
from pdportal.transcripts.packets import packet_of
from pdportal.transcripts.permissions import may_open_proofs, may_print
from pdportal.transcripts.records import Proof
from pdportal.transcripts.tables import TRANSCRIPT_HEADER, transcript_rows


@login_required
@require_safe
def transcript(request, pk=None):
    """The reader's own transcript, or that of the person ``pk`` whom the reader oversees."""
    record = _record(request, pk)
    context = {"record": record, "learner": record.learner, "is_own": record.learner == request.user}
    if may_open_proofs(request.user, record.learner):
        queries.add_proofs(record)
        context["shows_proofs"] = True
    return render(request, "transcripts/transcript.html", context)


@login_required
@require_safe
def transcript_csv(request, pk=None):
    """The same transcript as a table."""
    record = _record(request, pk)
    return csv_response(_filename(record), TRANSCRIPT_HEADER, list(transcript_rows(record)))


@login_required
@require_safe
def transcript_pdf(request, pk=None):
    """The same transcript as paper."""
    record = _record(request, pk)
    return _pdf(paper.transcript_pdf(record), _filename(record))


@login_required
@require_safe
def packet(request, pk=None):
    """Everything that proves it in one ZIP, for the learner and those who coordinate; hidden from everybody else."""
    learner = request.user if pk is None else get_object_or_404(oversight.visible_to(request.user), pk=pk)
    if not may_open_proofs(request.user, learner):
        raise Http404
    at = timezone.now()
    name = safe(_("audit packet"), learner.get_username(), today(at).isoformat())
    return packet_of(learner, at=at).response(name)


@login_required
@require_safe
def proof(request, pk):
    """A file behind a completion, for the learner and those who coordinate; hidden from everybody else."""
    found = get_object_or_404(Proof.objects.select_related("completion__learner", "disposal"), pk=pk)
    if not may_open_proofs(request.user, found.completion.learner) or found.is_disposed:
        raise Http404
    return send_private(found.file, found.name)


@never_cache
@require_safe
def check(request):
    """The form for checking a certificate; a code that can be one leads to its page."""
    typed = request.GET.get("code", "").strip()[:100]
    if not typed:
        return _ask(request, "")
    code = queries.tidy_code(typed)
    return redirect("transcripts:certificate", code) if code else _ask(request, typed, status=404)


@never_cache
@require_safe
def certificate(request, code):
    """What a certificate says and whether it holds, for anybody who has the code."""
    try:
        found = _look_up(request, code)
    except TooManyGuesses as refusal:
        return _ask(request, code[:100], status=429, refusal=refusal)
    if found is None:
        return _ask(request, code[:100], status=404)
    if found.code != code:
        return redirect("transcripts:certificate", found.code)
    context = {
        "certificate": found,
        "completion": found.completion,
        "facts": certificates.public_facts(found),
        "days": certificates.days_in_words(found),
        "may_print": may_print(request.user, found),
    }
    return render(request, "transcripts/certificate.html", context)


@never_cache
@require_safe
def certificate_json(request, code):
    """The same facts for programs; the titles by language."""
    try:
        found = _look_up(request, code)
    except TooManyGuesses as refusal:
        return JsonResponse({"status": "refused", "detail": str(refusal)}, status=429)
    if found is None:
        return JsonResponse({"status": "unknown"}, status=404)
    return JsonResponse(certificates.public_facts(found))


@login_required
@require_safe
def certificate_pdf(request, code):
    """The paper, for its holder and those who oversee the holder."""
    found = queries.certificate_with(code)
    if found is None or not may_print(request.user, found):
        raise Http404
    try:
        return _pdf(paper.certificate_pdf(found), f"certificate-{found.code}")
    except CertificateRevoked as refusal:
        messages.error(request, str(refusal))
        return redirect("transcripts:certificate", found.code)


def _record(request, pk):
    learner = request.user if pk is None else get_object_or_404(oversight.visible_to(request.user), pk=pk)
    return queries.transcript_of(learner, year=request.GET.get("year", ""))


def _look_up(request, code):
    if guessing.is_blocked(request):
        raise TooManyGuesses
    found = queries.certificate_with(code)
    if found is None and queries.tidy_code(code):
        guessing.note_miss(request)
    return found


def _ask(request, typed, *, status=200, refusal=None):
    context = {"typed": typed, "unknown": status == 404, "refusal": refusal}
    response = render(request, "transcripts/check.html", context, status=status)
    if refusal:
        response["Retry-After"] = str(guessing.WINDOW)
    return response


def _filename(record):
    name = record.learner.get_username()
    return "-".join(part for part in (_("transcript"), name, record.chosen or today().isoformat()) if part)


def _pdf(content, filename):
    response = HttpResponse(content, content_type="application/pdf")
    name = content_disposition_header(as_attachment=False, filename=f"{filename}.pdf")
    response.headers["Content-Disposition"] = name
    return response
