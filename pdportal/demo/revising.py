"""What the demo revises: a policy that is asked about again, and a practice step that went back and forth."""

import datetime as dt
import io
import json

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from courses import acknowledgements, gates, policies, practice, practice_files, queries
from courses.choices import GateKind, PracticeStatus
from courses.policy_pages import PolicyPage
from courses.policy_records import PolicyRevision
from courses.records import Acknowledgement, PracticeSubmission
from pdportal.demo.moments import before

MANUAL = {
    "en": {
        "what_changed": "Borrowing records are erased sooner, and volunteers wear a badge.",
        "changes": [
            ("Unpaid fees never stop", "Late fees are no longer charged. What is lost is talked over, and never stops"),
            ("Borrowing records are private,", "Borrowing records are private and erased when an item is returned,"),
            ("checked in at the school office and see", "checked in at the school office, wear a badge and see"),
        ],
    },
    "es": {
        "what_changed": "El historial de préstamos se borra antes, y los voluntarios llevan credencial.",
        "changes": [
            ("Un cargo sin pagar nunca impide", "Ya no se cobra por retraso. Lo perdido se conversa y nunca impide"),
            ("Los préstamos son privados,", "Los préstamos son privados y se borran al devolver el material,"),
            ("se registran en la oficina y no ven", "se registran en la oficina, llevan credencial y no ven"),
        ],
    },
}
QUESTION = "Thank you, good walk. Which doorway is the narrow one? A sketch would help the work order."
ANSWER = "The sketch is attached: the door to the reading corner is the narrow one, 30 inches. Work order 2231."


def revise(district, pages):
    """Everything; the policy first, since both languages of it are acknowledged by now."""
    _date_first_texts(before(district.today, 115))
    _revise_manual(pages["policies", "policy-manual"])
    _renew(district, pages["policies", "policy-manual"])
    _go_back_and_forth(district)


def _date_first_texts(first):
    """Date every policy's first text before anybody read it, although the demo is made in one go."""
    PolicyRevision.objects.update(published_at=first)
    Acknowledgement.objects.update(revision_at=first)
    PolicyPage.objects.update(first_published_at=first, last_published_at=first)


def _revise_manual(manual):
    """Publish the manual with three changed sentences in each language, and ask those concerned."""
    for page in PolicyPage.objects.filter(translation_key=manual.translation_key).order_by("locale_id"):
        text, words = json.dumps(page.body.get_prep_value(), ensure_ascii=False), MANUAL[page.locale.language_code]
        for old, new in words["changes"]:
            text = text.replace(old, new)
        page.body = text
        page.needs_acknowledgement, page.what_changed = True, words["what_changed"]
        page.save_revision().publish()
    newest = PolicyRevision.objects.filter(policy_key=manual.translation_key).order_by("edition").last()
    policies.ask_again.func(newest.pk)  # within the demo's transaction; afterwards nobody is left to ask


def _renew(district, manual):
    """One of those asked has read what changed; the others are still asked."""
    reader = district.new_librarians[3]
    now = policies.current([manual.translation_key])[manual.translation_key]
    acknowledgements.renew(reader, manual.translation_key, revision=now.page.live_revision_id)


def _go_back_and_forth(district):
    """Return the practice step that waits, and hand it in again with a sketch."""
    step = PracticeSubmission.objects.filter(
        status=PracticeStatus.HANDED_IN, enrollment__learner=district.new_librarians[3]
    ).first()
    lesson = queries.published("LessonPage", step.lesson_key)
    learner, yesterday = step.enrollment.learner, before(district.today, 1)
    practice.send_back(step, by=district.mentors[0], comment=QUESTION, at=yesterday)
    gate = gates.gate_of(lesson, step.gate_id, GateKind.PRACTICE)
    at = yesterday + dt.timedelta(hours=2)
    checked = [point_id for point_id, _text in practice.points_of(gate)]
    practice.save_draft(learner, lesson, gate.id, checked=checked, note=ANSWER, at=at)
    practice_files.attach(learner, lesson, gate.id, [_sketch()], at=at)
    practice.hand_in(learner, lesson, gate.id, at=at)


def _sketch():
    """A floor plan as a librarian would draw it."""
    picture = Image.new("RGB", (900, 560), "#fffefb")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((40, 40, 860, 520), outline="#1d282c", width=6)
    for x in range(120, 560, 110):
        pen.rectangle((x, 90, x + 40, 330), outline="#50595a", width=3)
        pen.text((x - 52, 200), "38 in", fill="#11616a", font_size=20)
    pen.line((640, 40, 640, 240), fill="#1d282c", width=6)
    pen.line((640, 330, 640, 520), fill="#1d282c", width=6)
    pen.text((655, 270), "30 in", fill="#a42d1c", font_size=28)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return SimpleUploadedFile("reading-corner.png", out.getvalue(), "image/png")
