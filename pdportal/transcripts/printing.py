"""Many certificates as one ZIP: asked for once at a time, printed in the background, begun again after a crash."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from pdportal.common.dates import today
from pdportal.common.packets import Packet, safe
from pdportal.people import oversight
from pdportal.people.queries import appointments_on
from pdportal.transcripts import notifications, paper
from pdportal.transcripts.choices import PrintState
from pdportal.transcripts.errors import NothingToPrint, PrintRunNotStopped, PrintRunUnderWay, TooManyToPrint
from pdportal.transcripts.print_records import PrintRun
from pdportal.transcripts.records import Certificate, Completion

MOST = 20_000  # certificates in one ZIP: about two minutes, half a gigabyte
PIECE = 25  # certificates between two signs of life
SILENCE = dt.timedelta(minutes=2)  # without a sign of life, it counts as stopped
KEPT = dt.timedelta(days=7)


@dataclass(frozen=True)
class Choice:
    """Which certificates: of an activity (its key), of people who work at a school today, completed on certain days."""

    activity_key: object = None
    school: object = None
    first: dt.date | None = None
    last: dt.date | None = None


def ask(choice, *, by, at=None):
    """Ask for the certificates of ``choice`` as one ZIP; returns the PrintRun, which begins on commit.

    Raises PrintRunUnderWay where ``by`` waits for one already, NothingToPrint and TooManyToPrint.
    """
    at = at or timezone.now()
    with transaction.atomic():
        get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
        if PrintRun.objects.filter(asked_by=by, ready_at=None).exists():
            raise PrintRunUnderWay
        total = certificates_of(choice, by=by, on=today(at)).count()
        if not total:
            raise NothingToPrint
        if total > MOST:
            raise TooManyToPrint(TooManyToPrint.sentence % {"number": total, "most": MOST})
        run = PrintRun.objects.create(
            asked_by=by, asked_at=at, seen_at=at, total=total, activity_titles=_titles(choice.activity_key),
            **vars(choice),
        )  # fmt: skip
        transaction.on_commit(partial(build.enqueue, run.pk, run.turn))
    return run


def resume(run, *, at=None):
    """Begin a stopped ``run`` again, from the start: the same certificates give the same papers.

    Raises PrintRunNotStopped while it waits or works, and where it is ready.
    """
    at = at or timezone.now()
    with transaction.atomic():
        run = PrintRun.objects.select_for_update().get(pk=run.pk)
        if state_of(run, at=at) != PrintState.STOPPED:
            raise PrintRunNotStopped
        run.file.delete(save=False)
        run.turn, run.done, run.started_at, run.seen_at = run.turn + 1, 0, None, at
        run.save()
        transaction.on_commit(partial(build.enqueue, run.pk, run.turn))
    return run


def discard(run):
    """Give ``run`` up, or delete what came of it; a worker that is busy with it notices and stops."""
    with transaction.atomic():
        run = PrintRun.objects.select_for_update().filter(pk=run.pk).first()
        if run is not None:
            run.delete()
            transaction.on_commit(partial(run.file.delete, save=False))


def forget_old(*, at=None):
    """Delete the ZIPs whose time is over, and what stopped and was never begun again; returns how many."""
    at = at or timezone.now()
    old = [
        *PrintRun.objects.filter(expires_at__lte=at),
        *PrintRun.objects.filter(ready_at=None, seen_at__lte=at - KEPT),
    ]
    for run in old:
        discard(run)
    return len(old)


def runs_of(person, *, at=None):
    """What ``person`` asked for and can still use, newest first, each with its ``state``; one query."""
    at = at or timezone.now()
    runs = PrintRun.objects.filter(asked_by=person).exclude(expires_at__lte=at).select_related("school")
    for run in runs:
        run.state = state_of(run, at=at)
    return list(runs)


def state_of(run, *, at):
    """The PrintState of ``run`` at the moment ``at``."""
    if run.ready_at:
        return PrintState.READY
    if run.seen_at <= at - SILENCE:
        return PrintState.STOPPED
    return PrintState.WORKING if run.started_at else PrintState.WAITING


def certificates_of(choice, *, by, on):
    """The standing certificates that ``choice`` means, of people whose record ``by`` may see on the day ``on``."""
    found = Certificate.objects.filter(
        completion__revoked_at=None, completion__learner__in=oversight.visible_to(by, on=on).values("pk")
    )
    if choice.activity_key:
        found = found.filter(completion__activity_key=choice.activity_key)
    if choice.school:
        held = appointments_on(on).filter(school=choice.school)
        found = found.filter(completion__learner__in=held.values("person"))
    if choice.first:
        found = found.filter(completion__completed_on__gte=choice.first)
    return found.filter(completion__completed_on__lte=choice.last) if choice.last else found


def activities_with_certificates():
    """(key, title) of every activity with a certificate, by title in the reader's language; two queries."""
    latest = Certificate.objects.values("completion__activity_key").annotate(latest=Max("completion"))
    rows = Completion.objects.in_bulk([row["latest"] for row in latest])
    return sorted(((str(row.activity_key), row.title) for row in rows.values()), key=lambda pair: pair[1].casefold())


@task(backend=settings.LONG_TASKS)
def build(run_id, turn):
    """Print the run ``run_id`` in its ``turn``. Running twice prints once; one that was given up ends quietly."""
    mine = PrintRun.objects.filter(pk=run_id, turn=turn, ready_at=None)
    now = timezone.now()
    if not mine.filter(started_at=None).update(started_at=now, seen_at=now):
        return
    run = PrintRun.objects.select_related("asked_by", "school").get(pk=run_id)
    with translation.override(run.asked_by.language):
        packet = _packet(run, mine)
    if packet is not None:
        _keep(packet, run, mine)


def _packet(run, mine):
    """The papers and their index; None where the run is no longer ours."""
    choice = Choice(run.activity_key, run.school, run.first, run.last)
    found = certificates_of(choice, by=run.asked_by, on=today(run.asked_at))
    ids = list(found.order_by("completion__activity_key", "completion__learner", "pk").values_list("pk", flat=True))
    packet, lines = Packet(at=run.asked_at), []
    for start in range(0, len(ids), PIECE):
        piece = ids[start : start + PIECE]
        standing = Certificate.objects.filter(pk__in=piece, completion__revoked_at=None)
        rows = standing.select_related("completion__learner").in_bulk()
        lines += [_print(packet, rows[pk]) for pk in piece if pk in rows]
        if not mine.update(done=start + len(piece), total=len(ids), seen_at=timezone.now()):
            return None
    packet.table("index.csv", _header(), lines)
    return packet


def _print(packet, certificate):
    facts, learner = certificate.facts, certificate.completion.learner
    folder = safe(certificate.title)
    name = safe(learner.last_name, learner.first_name, facts["completed_on"], certificate.code)
    file = packet.add(f"{folder}/{name}.pdf", paper.certificate_pdf(certificate))
    return [
        facts["learner"], certificate.title, facts["completed_on"], facts["credit_hours"], facts["valid_until"],
        certificate.code, file,
    ]  # fmt: skip


def _header():
    return [
        _("Name"), _("Title"), _("Completed on"), _("Credit hours"), _("Valid until"), _("Certificate"), _("File"),
    ]  # fmt: skip


def _keep(packet, run, mine):
    """Store the ZIP under a name the row knows before anything is written, so that no crash leaves a stray file."""
    field = run._meta.get_field("file")
    name = field.generate_filename(run, "certificates.zip")
    if not mine.update(file=name):
        return
    content = packet.file()
    field.storage.save(name, content)
    now = timezone.now()
    with transaction.atomic():
        if not mine.update(ready_at=now, seen_at=now, expires_at=now + KEPT, bytes=field.storage.size(name)):
            field.storage.delete(name)
            return
        notifications.printed(PrintRun.objects.select_related("asked_by", "school").get(pk=run.pk), at=now)


def _titles(key):
    return Completion.objects.filter(activity_key=key).latest("pk").titles if key else {}
