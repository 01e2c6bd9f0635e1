"""Editions of policies: which text counts, what changed since somebody read it, who is asked to acknowledge again.

An edition is what a policy means, whatever the language. Publishing with “needs a new acknowledgement” begins one;
the other language joins it when it is published the same way. Every other publishing is a correction within an edition.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Page, ReferenceIndex

from courses import differences, queries
from courses.policy_records import AcknowledgementRequest, PolicyRevision
from courses.records import Acknowledgement, Enrollment
from pdportal.common.dates import today
from pdportal.notices.telling import tell
from pdportal.people.queries import appointments_on
from pdportal.requirements.records import Assignment


@dataclass(frozen=True)
class Current:
    """The text of a policy that is to be acknowledged now: its page, and the edition that page says."""

    page: Any
    edition: int

    @property
    def is_in_reading_language(self):
        """False where the newest edition is not published in the reader's language yet."""
        return self.page.locale.language_code == get_language()


def on_published(sender, instance, revision, **_kwargs):
    """Note what was published; a receiver of Wagtail's signal."""
    note_published(instance, revision.pk, at=instance.last_published_at)


@transaction.atomic
def note_published(policy, revision, *, at=None):
    """Keep the text that was published and the edition it belongs to; those concerned are asked once that is certain.

    The pages of the policy are locked meanwhile, and the same revision a second time changes nothing. Returns the
    PolicyRevision.
    """
    at = at or timezone.now()
    list(Page.objects.select_for_update().filter(translation_key=policy.translation_key).values_list("pk"))
    found = PolicyRevision.objects.filter(revision=revision).first()
    if found:
        return found
    language = policy.locale.language_code
    of_policy = PolicyRevision.objects.filter(policy_key=policy.translation_key)
    latest = of_policy.aggregate(Max("edition"))["edition__max"] or 0
    own = of_policy.filter(language=language).aggregate(Max("edition"))["edition__max"]
    row = PolicyRevision.objects.create(
        policy_key=policy.translation_key, revision=revision, language=language, published_at=at,
        edition=_edition(latest, own, policy.needs_acknowledgement), lines=differences.lines_of(policy),
        needs_acknowledgement=policy.needs_acknowledgement, what_changed=policy.what_changed,
    )  # fmt: skip
    # The choice was about this publishing; the next one asks anew.
    type(policy).objects.filter(pk=policy.pk).update(needs_acknowledgement=False, what_changed="")
    if 0 < latest < row.edition:
        transaction.on_commit(lambda: ask_again.enqueue(row.pk))
    return row


def _edition(latest, own, is_new):
    if own is None:  # the first text in this language says what the other one says
        return max(latest, 1)
    if not is_new:
        return own
    return latest if own < latest else latest + 1


@task()
def ask_again(row_pk):
    """Ask those concerned by an edition, each once, and tell them; background work, safe to repeat."""
    row = PolicyRevision.objects.get(pk=row_pk)
    asked = set(_requests(row.policy_key, row.edition).values_list("learner", flat=True))
    pages = queries.page_model("PolicyPage").objects.live().filter(translation_key=row.policy_key)
    titles = {page.locale.language_code: page.title for page in pages.select_related("locale")}
    for person in concerned(row.policy_key, row.edition).exclude(pk__in=asked):
        _ask(person, row, titles)


@transaction.atomic
def _ask(person, row, titles):
    at = timezone.now()
    earlier = AcknowledgementRequest.objects.filter(learner=person, policy_key=row.policy_key, closed_at=None)
    earlier.update(closed_at=at)
    AcknowledgementRequest.objects.create(
        learner=person, policy_key=row.policy_key, edition=row.edition, titles=titles, asked_at=at
    )

    def title():
        return titles.get(get_language()) or next(iter(titles.values()))

    tell(
        person,
        "policy-changed",
        subject=lambda: _("Please acknowledge again: %(title)s") % {"title": title()},
        body=lambda: (
            _("“%(title)s” has changed. You are shown what is different, not the whole text.") % {"title": title()}
        ),
        url=lambda: reverse("courses:policy_changes", args=[row.policy_key]),
        at=at,
    )


def concerned(policy_key, edition, *, on=None):
    """Those who acknowledged an earlier edition only, still work here, and are still asked for it by an activity."""
    on, person = on or today(), OuterRef("pk")
    keys = asking_activities(policy_key)
    read = Acknowledgement.objects.filter(learner=person, policy_key=policy_key)
    enrolled = Enrollment.objects.filter(learner=person, activity_key__in=keys)
    assigned = Assignment.objects.current(on).filter(learner=person, requirement__activity_key__in=keys)
    return get_user_model().objects.filter(
        Q(Exists(enrolled)) | Q(Exists(assigned)),
        Exists(read),
        ~Exists(read.filter(edition__gte=edition)),
        Exists(appointments_on(on).filter(person=person)),
        is_active=True,
    )


def asking_activities(policy_key):
    """Keys of the courses with a published lesson that asks for this policy, and of the paths they belong to."""
    pages = queries.page_model("PolicyPage").objects.filter(translation_key=policy_key)
    lessons = set()
    for page in pages:
        found = ReferenceIndex.get_references_to(page).filter(model_path="body.acknowledgement.policy")
        lessons.update(int(pk) for pk in found.values_list("object_id", flat=True))
    published = queries.page_model("LessonPage").objects.live().filter(pk__in=lessons)
    courses = {queries.course_of(lesson).translation_key for lesson in published}
    return courses | {path for course in courses for path in queries.path_keys_with(course)}


def current(policy_keys):
    """The Current text of each policy that is published, by policy key; one query for any number.

    The reader's language is taken where it has the newest edition, else the language that has it.
    """
    row = PolicyRevision.objects.filter(revision=OuterRef("live_revision"))
    pages = queries.page_model("PolicyPage").objects.live().filter(translation_key__in=policy_keys)
    pages = pages.exclude(live_revision=None).select_related("locale").annotate(edition=Subquery(row.values("edition")))
    found = {}
    for page in pages:
        candidate = Current(page, page.edition or 1)
        best = found.get(page.translation_key)
        if best is None or _rank(candidate) > _rank(best):
            found[page.translation_key] = candidate
    return found


def _rank(candidate):
    return candidate.edition, candidate.is_in_reading_language, candidate.page.locale.language_code == "en"


def changes_since(acknowledged, now):
    """The Changes from the text that was acknowledged to that of the Current ``now``; None where it is not kept.

    Compared in the language of ``now``: somebody who read the other language is shown what changed in this one.
    """
    language = now.page.locale.language_code
    texts = PolicyRevision.objects.filter(policy_key=acknowledged.policy_key, language=language)
    old = texts.filter(revision=acknowledged.revision).first()
    old = old or texts.filter(edition__lte=acknowledged.edition).last()
    new = texts.filter(revision=now.page.live_revision_id).first()
    if old is None or new is None or not old.lines:
        return None
    return differences.compare(old.lines, new.lines)


def notes_since(acknowledged, now):
    """What editors wrote about each new edition since the one that was acknowledged, in the language of ``now``."""
    rows = PolicyRevision.objects.filter(
        policy_key=acknowledged.policy_key, edition__gt=acknowledged.edition, needs_acknowledgement=True,
        language=now.page.locale.language_code,
    )  # fmt: skip
    return [row.what_changed for row in rows if row.what_changed]


def open_requests(person):
    """The policies ``person`` is asked to acknowledge again."""
    return AcknowledgementRequest.objects.filter(learner=person, closed_at=None)


def _requests(policy_key, edition):
    return AcknowledgementRequest.objects.filter(policy_key=policy_key, edition=edition)
