"""What stands on the front page of the reports: links in groups, those a reader may follow."""

from django.urls import reverse
from django.utils.translation import gettext as _


def groups(*, coordinates):
    """``[(heading, [{"url", "label"}])]`` for a reader who coordinates the district, or leads a building."""
    people = [
        ("reports:people", _("People and what is required of them")),
        ("reports:hours", _("Clock hours by person")),
        ("reports:duty_people", _("Duties covered, by person")),
        ("reports:mentoring", _("Mentoring: who has a mentor, and hours")),
        ("reports:activities", _("Who was trained in what")),
        ("reports:events", _("Event statistics")),
        ("reports:digest", _("Digest")),
    ]
    office = [
        ("requirements:requests", _("Requests for more time or a waiver")),
        ("claims:queue", _("Claims to decide")),
        ("courses:sign_offs", _("Sign-offs and shared reflections")),
    ]
    learning = [("reports:evaluations", _("What people say about events and mentoring"))]
    auditors = [
        ("reports:mentoring_stipends", _("Mentors’ hours for stipends")),
        ("reports:completions", _("All completions")),
        ("reports:prints", _("Certificates in one ZIP")),
        ("reports:provider", _("Attendance lists for auditors")),
        ("reports:retention", _("What is kept until when")),
    ]
    duties = [
        ("reports:duties", _("Duties and their training")),
        ("reports:duty_lessons", _("Lessons without duty")),
        ("job_descriptions:index", _("Job descriptions")),
    ]
    found = [(_("People"), people)]
    if coordinates:
        found += [
            (_("Waiting for an answer"), office),
            (_("Evaluation"), learning),
            (_("For auditors"), auditors),
            (_("Duty map"), duties),
        ]
    return [(heading, [{"url": reverse(name), "label": label} for name, label in links]) for heading, links in found]
