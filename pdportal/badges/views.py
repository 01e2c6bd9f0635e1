"""The badge of a certificate for its holder; for everybody's programs the issuer's keys and what is revoked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pdportal.badges import issuer as issuers
from pdportal.badges import issuing, status_lists
from pdportal.badges.errors import BadgeRevoked
from pdportal.transcripts import queries
from pdportal.transcripts.permissions import may_print

CREDENTIAL = "application/vc"  # what a credential is called when it is sent
FOR_ANYBODY = cache_control(public=True, max_age=300)  # how long a revocation may stay unseen


@login_required
@require_safe
def badge(request, code):
    """The Open Badge, for its holder and those who oversee the holder: it carries more than the public check shows."""
    found = queries.certificate_with(code)
    if found is None or not may_print(request.user, found):
        raise Http404
    try:
        response = _document(issuing.badge_of(found))
    except BadgeRevoked as refusal:
        messages.error(request, str(refusal))
        return redirect("transcripts:certificate", found.code)
    name = content_disposition_header(as_attachment=True, filename=f"badge-{found.code}.json")
    response.headers["Content-Disposition"] = name
    return response


@FOR_ANYBODY
@require_safe
def issuer(request):
    """Who signs, and with which keys."""
    return _open(_document(issuers.published(), content_type="application/did+json"))


@FOR_ANYBODY
@require_safe
def status_list(request, number):
    """The list ``number`` of what is revoked; 404 where no certificate has its place in it."""
    found = status_lists.status_list(number)
    if found is None:
        raise Http404
    return _open(_document(found))


def _document(content, *, content_type=CREDENTIAL):
    return JsonResponse(content, content_type=content_type, json_dumps_params={"ensure_ascii": False})


def _open(response):
    """Readable by programs on any other site: there is nothing in it that depends on who asks."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
