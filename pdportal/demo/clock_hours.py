"""The demo's clock hours: the rule packs, the dates on certificates, and what people learned in earlier years."""

import datetime as dt
from decimal import Decimal

from pdportal.credits.dating import enter_dates
from pdportal.credits.loading import load_packs
from pdportal.demo import reading
from pdportal.demo.moments import before
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import ActivityKind, CreditType, Source

# Title in both languages, type of credit, topics, hours, days ago, people (demo accounts).
LEARNED = [
    ("State library conference", "Congreso estatal de bibliotecas",
     CreditType.CONFERENCE, ["leadership"], "12", 640, ["librarian", "mentor"]),
    ("State library conference, two years before", "Congreso estatal de bibliotecas, dos años antes",
     CreditType.CONFERENCE, ["reading"], "10.5", 1005, ["librarian", "mentor"]),
    ("Research methods, 3 semester hours", "Métodos de investigación, 3 horas semestrales",
     CreditType.COLLEGE, ["evidence"], "45", 880, ["librarian"]),
    ("Reading with a learning difference", "Leer con una diferencia de aprendizaje",
     CreditType.ATTENDED, ["disabilities-dyslexia"], "6", 410, ["librarian", "teacher"]),
    ("Reading list on inquiry, with notes", "Lista de lecturas sobre la indagación, con notas",
     CreditType.INDEPENDENT, ["teaching"], "28", 730, ["librarian", "mentor"]),
    ("New research unit for grade 7", "Nueva unidad de investigación para 7.º grado",
     CreditType.CURRICULUM, ["teaching"], "18", 300, ["librarian"]),
    ("Talk at the regional library day", "Charla en la jornada regional de bibliotecas",
     CreditType.PRESENTING, ["media-literacy"], "6", 255, ["librarian", "mentor"]),
    ("Workshops for new colleagues", "Talleres para colegas nuevos",
     CreditType.PRESENTING, ["orientation"], "17", 520, ["mentor"]),
    ("Summer institute for teachers", "Instituto de verano para docentes",
     CreditType.ATTENDED, ["teaching"], "24", 470, ["teacher"]),
    ("Assessment that helps", "Evaluación que ayuda",
     CreditType.ONLINE, ["evidence"], "15", 830, ["teacher"]),
]  # fmt: skip
# Days since certificates were issued or last renewed; the demo's teacher has still to enter the date.
CERTIFIED = {"librarian": 1290, "mentor": 1130, "newlibrarian": 200}


def keep_hours(district):
    """Load the packs, enter certificate dates, and write the learning of earlier years to the ledger."""
    coordinator = district.accounts["coordinator"]
    packs = {pack.slug: pack for pack in load_packs(by=coordinator)}
    version = packs["texas-librarian"].versions.get()
    for account, days in CERTIFIED.items():
        person = district.accounts[account]
        enter_dates(person, version, starts_on=district.today - dt.timedelta(days=days), by=person)
    for number, person in enumerate(district.librarians):
        if person not in district.accounts.values() and number % 4:
            starts_on = district.today - dt.timedelta(days=300 + 137 * number % 1500)
            enter_dates(person, version, starts_on=starts_on, by=coordinator)
    for entry in LEARNED:
        _write(district, coordinator, *entry)


def _write(district, coordinator, english, spanish, credit_type, topics, hours, days, accounts):
    activity = Activity(
        key=reading.key_of(f"outside/{english}"), kind=ActivityKind.OUTSIDE, titles={"en": english, "es": spanish},
        credit_hours=Decimal(hours), credit_type=credit_type, topics=tuple(topics), awards_certificate=False,
    )  # fmt: skip
    for account in accounts:
        ledger.award(
            district.accounts[account], activity, source=Source.MANUAL, recorded_by=coordinator,
            vouched_by=coordinator, completed_on=district.today - dt.timedelta(days=days),
            at=before(district.today, days - 3), reason="From the paper file of earlier years",
        )  # fmt: skip
