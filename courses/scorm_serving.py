"""Serves SCORM packages from an address of their own: files, the start of a launch, and what a module sends back.

No session is read here: each address carries a signed pass, and each answer a policy that keeps whatever runs in the
package away from the portal (docs/decisions/0011).
"""

import json
import re

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import SuspiciousOperation
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.html import format_html_join
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from courses import scorm_data, scorm_runtime, scorm_tokens
from courses.scorm_errors import CommitRefused, OpenedElsewhere
from courses.scorm_manifest import SCORM_12
from courses.scorm_records import ScormSitting, ScormVersion
from courses.scorm_zip import OFFICE, TYPES
from pdportal.common.uploads import ending_of, private_storage

PAGES = {"html", "htm", "xhtml"}
SANDBOX = [
    "allow-scripts", "allow-forms", "allow-modals", "allow-popups", "allow-popups-to-escape-sandbox", "allow-downloads",
]  # fmt: skip
SCRIPTS = {"1.2": "vendor/scorm12.min.js", "2004": "vendor/scorm2004.min.js"}
BRIDGE = "js/scorm-bridge.js"
STARTS = [re.compile(rb"<%b\b[^>]*>" % tag, re.IGNORECASE) for tag in (b"head", b"html", b"!doctype")]


def sandbox():
    """What a package may do, as words of the sandbox attribute; with a host name of its own it has its own origin."""
    return " ".join([*SANDBOX, "allow-same-origin"] if settings.SCORM_ORIGIN else SANDBOX)


def launch_url(token, part):
    """The address at which the frame begins."""
    end = part.href[len(part.href.split("?")[0].split("#")[0]) :]
    return settings.SCORM_ORIGIN + reverse("scorm:file", args=[token, part.path]) + end


@require_safe
def nothing(request, token):
    """404: a package has no list of its files."""
    raise Http404


@require_safe
def file(request, token, name):
    """One file of the package; pages begin with our bridge."""
    version = _version(_permit(token))
    kind = TYPES.get(ending_of(name))
    if kind is None or ".." in name.split("/"):
        raise Http404
    try:
        opened = private_storage().open(f"{version.folder}/{name}")
    except (OSError, SuspiciousOperation, ValueError) as trouble:
        raise Http404 from trouble
    if ending_of(name) not in PAGES:
        response = FileResponse(opened, content_type=kind, as_attachment=ending_of(name) in OFFICE)
        response["Cache-Control"] = "private, max-age=3600"
        return _apart(request, token, response)
    with opened:
        page = _with_bridge(opened.read(), token, version)
    return _apart(request, token, HttpResponse(page, content_type=kind))


@require_safe
def seed(request, token):
    """What our bridge starts from: the data kept so far, and where to send what changes."""
    permit = _permit(token)
    version, sitting = _version(permit), _sitting(permit)
    if permit.part >= len(version.parts):
        raise Http404
    part = version.parts[permit.part]
    data = sitting.data.get(part.id, {}) if sitting else {}
    start = {
        "standard": version.standard,
        "launch": permit.launch,
        "commit": reverse("scorm:commit", args=[token]),
        "cmi": scorm_data.seed(version.standard, data) | _given(permit, version, part, data),
    }
    words = f"window.PD_SCORM = {json.dumps(start)};"
    return _apart(request, token, HttpResponse(words, content_type="text/javascript"))


@csrf_exempt  # the address itself is the permission; no cookie counts here
@require_POST
def commit(request, token):
    """Keep what the module sends; an author's trial is read and forgotten."""
    permit = _permit(token)
    version, sitting = _version(permit), _sitting(permit)
    try:
        number, data = scorm_data.read_commit(request.body)
        if sitting:
            saved = scorm_runtime.keep(sitting, permit.part, number, data, launch=permit.launch)
            answer = {"state": "saved", "finished": saved.finished}
        else:
            kept = scorm_data.known(version.standard, data)
            part = version.parts[permit.part]
            result = scorm_data.result_of(version.standard, kept, mastery=part.mastery)
            answer = {"state": "trial", "code": result.code, "score": result.score_percent}
    except OpenedElsewhere:
        return _apart(request, token, JsonResponse({"state": "elsewhere"}, status=409))
    except CommitRefused:
        return _apart(request, token, JsonResponse({"state": "refused"}, status=400))
    return _apart(request, token, JsonResponse(answer))


def _permit(token):
    """The pass in the address, of somebody whose account is open; else 404."""
    permit = scorm_tokens.read(token)
    if permit is None or not get_user_model().objects.filter(pk=permit.person_id, is_active=True).exists():
        raise Http404
    return permit


def _version(permit):
    version = ScormVersion.objects.select_related("package").filter(pk=permit.version_id).first()
    if version is None:
        raise Http404
    return version


def _sitting(permit):
    """The sitting of a learner's pass, None for an author's trial; 404 where it is gone."""
    if permit.sitting_id is None:
        return None
    sitting = ScormSitting.objects.filter(pk=permit.sitting_id, enrollment__learner=permit.person_id).first()
    if sitting is None:
        raise Http404
    return sitting


def _given(permit, version, part, data):
    """What the portal tells the module: who is learning (under a number of no other use), and how it was left."""
    person = get_user_model().objects.get(pk=permit.person_id)
    number = salted_hmac("courses.scorm.learner", str(person.pk)).hexdigest()[:20]
    name = ", ".join(filter(None, [person.last_name, person.first_name]))
    entry = "resume" if data else "ab-initio"
    if version.standard == SCORM_12:
        given = {
            "cmi.core.student_id": number, "cmi.core.student_name": name, "cmi.core.credit": "credit",
            "cmi.core.lesson_mode": "normal", "cmi.core.entry": entry,
            "cmi.launch_data": part.launch_data,
        }  # fmt: skip
        mastery = {"cmi.student_data.mastery_score": f"{part.mastery:g}"} if part.mastery is not None else {}
    else:
        given = {
            "cmi.learner_id": number, "cmi.learner_name": name, "cmi.credit": "credit", "cmi.mode": "normal",
            "cmi.entry": entry, "cmi.launch_data": part.launch_data,
        }  # fmt: skip
        mastery = {"cmi.scaled_passing_score": f"{part.mastery / 100:g}"} if part.mastery is not None else {}
    return given | mastery


def _with_bridge(page, token, version):
    """The page with our scripts before its own: what was kept, scorm-again, and the bridge between the two."""
    sources = [reverse("scorm:seed", args=[token]), static(SCRIPTS[version.standard]), static(BRIDGE)]
    scripts = format_html_join("", '<script src="{}"></script>', ((source,) for source in sources)).encode()
    found = next(filter(None, (start.search(page) for start in STARTS)), None)
    place = found.end() if found else 0
    return page[:place] + scripts + page[place:]


def _apart(request, token, response):
    """The answer under the policy for packages: only files of this package and our three scripts, its own origin."""
    base = request.build_absolute_uri(reverse("scorm:root", args=[token]))
    ours = " ".join(request.build_absolute_uri(static(name)) for name in [*SCRIPTS.values(), BRIDGE])
    response["Content-Security-Policy"] = (
        f"sandbox {sandbox()}; default-src {base} data: blob: 'unsafe-inline' 'unsafe-eval'; "
        f"script-src {base} {ours} data: blob: 'unsafe-inline' 'unsafe-eval'; "
        f"object-src 'none'; base-uri {base}; form-action {base}"
    )
    response["Access-Control-Allow-Origin"] = "*"  # a page without an origin is a stranger even to its own files
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response.setdefault("Cache-Control", "private, no-store")
    response.xframe_options_exempt = True
    return response
