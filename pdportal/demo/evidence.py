"""Old records in the demo: conferences imported from a table, a table with errors, and an entry with its proof."""

import datetime as dt
import io
from decimal import Decimal

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from pdportal.demo.moments import before
from pdportal.transcripts import importing, ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.proofs import attach

HEAD = "person,outside_title,completed_on,credit_hours,credit_type,note"
# Title, days before today, hours: the conferences of the years before the portal.
CONFERENCES = [
    ("State Library Association annual conference", 940, "11.5"),
    ("School libraries summer institute", 820, "6"),
    ("Bilingual collections day", 610, "4.5"),
]
ATTENDED = 5  # librarians at each
NOTE = "From the sign-in sheets of the library office"


def keep_old_records(district):
    """Write the import, leave the table with errors to be looked at, and enter one course by hand."""
    coordinator, today = district.accounts["coordinator"], district.today
    rows = [
        f"{person.staff_id},{title},{today - dt.timedelta(days=days)},{hours},conference,{NOTE}"
        for number, (title, days, hours) in enumerate(CONFERENCES)
        for person in district.librarians[number : number + ATTENDED]
    ]
    at = before(today, 40)
    run = importing.check_in(_table(rows), name="conferences-before-the-portal.csv", by=coordinator, at=at)
    importing.write(run, by=coordinator, at=at)
    day = today - dt.timedelta(days=200)
    wrong = [
        f"{district.librarians[0].staff_id},Reading promotion workshop,3/4/{day.year},3,attended,",
        f"MV-unknown,Reading promotion workshop,{day},3,attended,",
        f"{district.librarians[1].staff_id},Reading promotion workshop,{day},three,attended,",
        f"{district.librarians[2].staff_id},Reading promotion workshop,{day},3,attended,",
    ]
    importing.check_in(_table(wrong), name="spring-workshops.csv", by=coordinator, at=before(today, 1))
    _enter_by_hand(district.accounts["librarian"], by=coordinator, today=today)


def _enter_by_hand(learner, *, by, today):
    day, at = today - dt.timedelta(days=300), before(today, 30)
    done = ledger.award(
        learner, Activity.outside("First aid and CPR", Decimal(4)), source=Source.MANUAL, cycle=day.isoformat(),
        completed_on=day, recorded_by=by, vouched_by=by, valid_until=day.replace(day=1) + dt.timedelta(days=730),
        reason="The card of the Red Cross course, seen by the coordinator.", at=at,
    )  # fmt: skip
    attach(
        done,
        ContentFile(card("First aid and CPR", learner, 4, day), name="card.png"),
        name="first-aid-card.png",
        by=by,
        at=at,
    )


def _table(rows):
    return ContentFile("\n".join([HEAD, *rows, ""]).encode())


def card(title, learner, hours, day):
    """A small course card as the bytes of a PNG; the same facts, the same bytes."""
    paper = Image.new("RGB", (720, 440), "#fffdf7")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((18, 18, 702, 422), outline="#9b2c1f", width=4)
    for number, (size, text) in enumerate([(32, title), (26, str(learner)), (20, f"{day} · {hours} hours")]):
        pen.text((360, 120 + 90 * number), text, fill="#1d282c", anchor="mm", font=ImageFont.load_default(size))
    out = io.BytesIO()
    paper.save(out, "PNG")
    return out.getvalue()
