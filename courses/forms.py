"""The editor of paths: steps that make sense, sets that can be done, locks that open."""

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from courses.choices import SetRule
from courses.queries import page_model
from pdportal.transcripts.choices import ActivityKind
from pdportal.transcripts.pages import ActivityPage

STEP_KINDS = {ActivityKind.COURSE, ActivityKind.EVENT, ActivityKind.MENTORING}


class PathForm(WagtailAdminPageForm):
    """A path as an editor writes it; every mistake is said beside the row that has it."""

    def clean(self):
        """Look at steps, sets and locks together."""
        cleaned = super().clean()
        steps = _rows(self.formsets["steps"])
        self._check_steps(steps)
        self._check_sets(steps)
        keys = {row.cleaned_data["activity"].translation_key for row in steps if row.cleaned_data.get("activity")}
        self._check_locks(_rows(self.formsets["locks"]), keys)
        return cleaned

    def _check_steps(self, steps):
        seen = set()
        for row in steps:
            activity = row.cleaned_data.get("activity")
            if activity is None:
                continue
            page = activity.specific
            if not isinstance(page, ActivityPage) or page.activity_kind not in STEP_KINDS:
                row.add_error("activity", _("Choose a course, an event or a mentoring program."))
            elif page.translation_key in seen:
                row.add_error("activity", _("“%(title)s” is a step already.") % {"title": page.title})
            elif self._is_publishing and not _is_published(page):
                row.add_error("activity", _("“%(title)s” is not published yet.") % {"title": page.title})
            seen.add(page.translation_key)

    @property
    def _is_publishing(self):
        return "action-publish" in self.data

    def _check_sets(self, steps):
        sets = []
        for row in steps:
            if row.cleaned_data.get("begins") or not sets:
                sets.append([])
            sets[-1].append(row)
        for first, *others in sets:
            needed, count = first.cleaned_data.get("needed"), 1 + len(others)
            if first.cleaned_data.get("begins") == SetRule.SOME:
                if not needed:
                    first.add_error("needed", _("Say how many steps of the set must be done."))
                elif needed > count:
                    words = {"needed": needed, "count": count}
                    first.add_error("needed", _("%(needed)s of %(count)s cannot be done.") % words)
            for row in [first, *others]:
                if row.cleaned_data.get("needed") and row.cleaned_data.get("begins") != SetRule.SOME:
                    row.add_error("needed", _("Leave this empty, or choose that a set begins here."))
            for row in others:
                if row.cleaned_data.get("heading"):
                    row.add_error("heading", _("Only a step that begins a set has a heading."))

    def _check_locks(self, locks, keys):
        waits = {}
        for row in locks:
            locked, after = row.cleaned_data.get("locked"), row.cleaned_data.get("opens_after")
            if not locked or not after:
                continue
            step = _step_of(locked)
            if step not in keys:
                row.add_error("locked", _("“%(title)s” is no step of this path.") % {"title": locked.title})
            elif after.translation_key not in keys:
                row.add_error("opens_after", _("“%(title)s” is no step of this path.") % {"title": after.title})
            elif step == after.translation_key:
                row.add_error("opens_after", _("A step cannot wait for itself."))
            elif _leads_to(after.translation_key, step, waits):
                row.add_error("opens_after", _("These steps would wait for one another, and none would ever open."))
            else:
                waits.setdefault(step, set()).add(after.translation_key)


def _rows(formset):
    """The rows that stay, in the order the editor gave them, each cleaned on its own."""
    formset.is_valid()
    rows = [row for row in formset.forms if hasattr(row, "cleaned_data") and not row.cleaned_data.get("DELETE")]
    return sorted((row for row in rows if row.has_changed() or row.instance.pk), key=_place)


def _place(row):
    return row.cleaned_data.get("ORDER") or 0


def _is_published(page):
    return Page.objects.live().filter(translation_key=page.translation_key).exists()


def _step_of(page):
    """The key of the step that ``page`` is, or that the lesson ``page`` belongs to."""
    is_lesson = isinstance(page.specific, page_model("LessonPage"))
    return (page.get_parent() if is_lesson else page).translation_key


def _leads_to(start, end, waits):
    """True where ``start`` waits for ``end``, directly or through others."""
    seen, ahead = set(), [start]
    while ahead:
        key = ahead.pop()
        if key == end:
            return True
        if key not in seen:
            seen.add(key)
            ahead.extend(waits.get(key, ()))
    return False
