"""Outside learning in the demo: who approves what, and claims of conferences, courses and reading in every state."""

import datetime as dt
import io
import time
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from pdportal.claims import deciding, writing
from pdportal.claims.choices import ApproverRole
from pdportal.claims.records import ApprovalShape
from pdportal.demo.moments import before
from pdportal.transcripts.choices import CreditType
from pdportal.transcripts.pages import Topic

PRINCIPAL, COORDINATOR, DIRECTOR = ApproverRole.PRINCIPAL, ApproverRole.COORDINATOR, ApproverRole.DIRECTOR
SHAPES = [
    {"name_en": "Short learning", "name_es": "Formación corta", "kinds": [CreditType.ATTENDED, CreditType.ONLINE],
     "most_hours": 2},
    {"name_en": "Conferences", "name_es": "Congresos", "kinds": [CreditType.CONFERENCE], "beforehand_by": PRINCIPAL,
     "lead_days": 10, "first_approver": PRINCIPAL},
    {"name_en": "College courses", "name_es": "Cursos universitarios", "kinds": [CreditType.COLLEGE],
     "beforehand_by": PRINCIPAL, "lead_days": 20, "first_approver": PRINCIPAL, "second_approver": COORDINATOR,
     "decide_days": 10},
    {"name_en": "Study and curriculum work", "name_es": "Estudio y trabajo curricular",
     "kinds": [CreditType.INDEPENDENT, CreditType.CURRICULUM, CreditType.PRESENTING], "first_approver": COORDINATOR,
     "needs_proof": False},
    {"name_en": "All other learning", "name_es": "Toda otra formación", "first_approver": PRINCIPAL},
]  # fmt: skip

SEMESTER = 100  # days of a college course
# Key: title, provider, kind, hours, what was learned, topics; Spanish where the learner writes Spanish.
LEARNED = {
    "conference": ("Librarians Together: fall conference", "State Library Association", CreditType.CONFERENCE, 6,
                   "Two sessions on reading for pleasure, one on makerspaces. I will try a book tasting in grade 4.",
                   ["reading"]),
    "reading": ("Picture books in two languages", "City Public Library", CreditType.ATTENDED, 3,
                "How to read a bilingual picture book with two voices. I ordered three titles for our shelf.",
                ["reading"]),
    "webinar": ("Copyright in ten questions", "Regional Library Center", CreditType.ONLINE, 1,
                "What we may copy for a class and what needs a license. I will redo the poster by the copier.",
                ["copyright"]),
    "catalog": ("Cataloging basics", "State Library", CreditType.ONLINE, 8,
                "Subject headings and how to choose them. I have begun to clean up our local headings.", []),
    "college": ("LIS 512: Young adult literature", "State University", CreditType.COLLEGE, 45,
                "A semester on literature for ages 12 to 18. My term paper is a plan for our high school shelf.",
                ["reading"]),
    "curriculum": ("Research skills map, grades 6 to 8", "District working group", CreditType.CURRICULUM, 5,
                   "We mapped where each grade learns to search, to judge and to cite. I wrote the part on citing.",
                   ["teaching"]),
    "garden": ("Growing tomatoes at home", "Garden club", CreditType.ATTENDED, 4,
               "How to grow tomatoes on a balcony.", []),
    "robotics": ("Robotics with young makers", "Science Museum", CreditType.ATTENDED, 5,
                 "How to run a robot challenge in forty minutes.", ["technology"]),
    "summer": ("Taller de lectura en voz alta", "Biblioteca Pública de la ciudad", CreditType.ATTENDED, 3,
               "Cómo leer en voz alta a un grupo grande: pausas, preguntas y tres libros que funcionan.", ["reading"]),
    "winter": ("Winter reading institute", "State Library Association", CreditType.CONFERENCE, 7, "", ["reading"]),
}  # fmt: skip


class Outside:
    """Lets the demo's people claim what they learned elsewhere, through the same verbs as everybody else."""

    def __init__(self, district):
        self.people, self.today = district.accounts, district.today
        self.principal, self.coordinator = district.accounts["principal"], district.accounts["coordinator"]
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}

    def claim(self):
        """Shapes, then claims from the oldest to the draft of yesterday."""
        for position, fields in enumerate(SHAPES, 1):
            ApprovalShape.objects.create(position=position, **fields)
        self._decided()
        self._waiting()
        self._being_written()

    def _decided(self):
        people = self.people
        self._hand_in("teacher", "conference", ended=70, handed_in=66, asked=95)
        self._hand_in("aide", "webinar", ended=41, handed_in=40)
        part = self._hand_in("newlibrarian", "catalog", ended=20, handed_in=18)
        deciding.approve(
            part, by=self.principal, hours=Decimal("6.5"), at=before(self.today, 15),
            comment="The certificate says six and a half hours. Good choice!",
        )  # fmt: skip
        no = self._hand_in("aide", "garden", ended=30, handed_in=29)
        deciding.deny(
            no, by=self.principal, at=before(self.today, 27),
            comment="It does not touch your work at school. Please ask me before the next one.",
        )  # fmt: skip
        people["learner12"].language = "es"
        people["learner12"].save()
        summer = self._hand_in("learner12", "summer", ended=50, handed_in=48)
        deciding.approve(summer, by=self.principal, at=before(self.today, 45), comment="Gracias por compartirlo.")

    def _waiting(self):
        self._hand_in("teacher", "reading", ended=6, handed_in=2)
        self._hand_in("learner24", "robotics", ended=16, handed_in=13)  # its decision is late
        self._hand_in("mentor", "curriculum", ended=9, handed_in=3)
        # The principal has approved it; the coordinator is the second to decide.
        self._hand_in("learner48", "college", ended=12, handed_in=8, asked=135, college_credits=3)
        self._ask("learner36", "winter", starts=34, asked=1)

    def _being_written(self):
        back = self._hand_in("aide", "catalog", ended=8, handed_in=5)
        deciding.send_back(
            back, by=self.principal, at=before(self.today, 4),
            comment="The certificate is the one of last year. Please add the new one and hand it in again.",
        )  # fmt: skip
        ready = self._ask("teacher", "winter", starts=25, asked=12)
        deciding.approve(ready, by=self.principal, at=before(self.today, 10), comment="A substitute is booked.")
        draft = self._draft("librarian", "reading", starts=4, ended=4, at=before(self.today, 1))
        writing.save_draft(draft, fields={"learned": ""}, at=before(self.today, 1))

    def _ask(self, account, key, *, starts, asked):
        """Ask before the event, which lies ``starts`` days ahead."""
        at = before(self.today, asked)
        return writing.hand_in(self._draft(account, key, starts=-starts, ended=-starts - 1, at=at), at=at)

    def _hand_in(self, account, key, *, ended, handed_in, asked=None, **fields):
        """Hand in what is over, with a proof; with ``asked``, after it was approved beforehand and now for good."""
        at = before(self.today, handed_in)
        begun = before(self.today, asked or handed_in)
        days = SEMESTER if LEARNED[key][2] == CreditType.COLLEGE else 0
        claim = self._draft(account, key, starts=ended + days, ended=ended, at=begun, **fields)
        if asked:
            claim = writing.hand_in(claim, at=begun)
            claim = deciding.approve(claim, by=self.principal, at=before(self.today, asked - 2))
        kind = "png" if ended % 2 else "pdf"
        proof = certificate(claim, kind)
        name = "certificado" if claim.language == "es" else "certificate"
        writing.add_file(claim, SimpleUploadedFile(f"{name}.{kind}", proof), at=at)
        claim = writing.hand_in(claim, at=at)
        if asked:
            claim = deciding.approve(claim, by=self.principal, at=before(self.today, handed_in - 3))
        return claim

    def _draft(self, account, key, *, starts, ended, at, **fields):
        title, provider, kind, hours, learned, topics = LEARNED[key]
        fields |= {
            "title": title, "provider": provider, "kind": kind, "hours": Decimal(hours), "learned": learned,
            "starts_on": self.today - dt.timedelta(days=starts), "ends_on": self.today - dt.timedelta(days=ended),
        }  # fmt: skip
        claim = writing.begin(self.people[account], at=at)
        chosen = [self.topics[slug] for slug in topics if slug in self.topics]
        return writing.save_draft(claim, fields=fields, topics=chosen, at=at)


def certificate(claim, kind):
    """A small certificate of attendance for ``claim`` as the bytes of a PNG or PDF; the same claim, the same bytes."""
    page = Image.new("RGB", (880, 620), "#fffdf7")
    pen = ImageDraw.Draw(page)
    pen.rectangle((24, 24, 856, 596), outline="#11616a", width=3)
    spanish = claim.language == "es"
    lines = [
        (34, "Certificado de asistencia" if spanish else "Certificate of attendance"),
        (26, str(claim.learner)),
        (24, claim.title),
        (20, claim.provider),
        (20, f"{claim.ends_on:%Y-%m-%d} · {claim.hours:g} {'horas' if spanish else 'hours'}"),
    ]
    for number, (size, text) in enumerate(lines):
        pen.text((440, 130 + 90 * number), text, fill="#1d282c", anchor="mm", font=ImageFont.load_default(size))
    out = io.BytesIO()
    moment = time.struct_time((claim.ends_on.year, claim.ends_on.month, claim.ends_on.day, 12, 0, 0, 0, 0, 0))
    options = {"creationDate": moment, "modDate": moment} if kind == "pdf" else {}
    page.save(out, kind.upper(), **options)
    return out.getvalue()
