"""What the demo's people say about workshops: many answers, too few, a survey still open, and one weeks later."""

from datetime import timedelta

from django.utils import timezone

from events import crediting, evaluating
from pdportal.demo.moments import at
from pdportal.evaluations import answering, asking
from pdportal.evaluations.choices import SurveyKind
from pdportal.evaluations.records import Survey
from pdportal.transcripts.activities import Activity

# Event, how many answer at the end, how many weeks later (None: not asked), what one hopes to see.
ASKED = [
    ("c1", 11, 7, "Students name the author and the date of a source without being asked"),
    ("c7", 4, None, ""),
    ("c3", 9, None, "More searches in the databases during lessons"),
    ("b3", 6, None, ""),
]
HOLDING = "b6"
WILL_TRY = [
    "The two-minute source check, with my sixth graders on Monday.",
    "I will ask our librarian to come into the second lesson of the unit, not the last one.",
    "Show one database search on the screen before I let them loose.",
    "Buscar con mi clase de español en la base de datos con artículos en español.",
    "Rewrite my assignment sheet so that it asks why a source was chosen.",
    "Compare two articles about the same event in homeroom.",
]
CHANGE = [
    "More time to try it on my own unit.",
    "Fewer slides. The example with the two newspapers was the best part.",
    "Please hold it in my building once; the drive took as long as the workshop.",
    "The handout first, so that I can write on it.",
    "Nada, fue muy práctico.",
]
HELPED = [
    "The librarian came to two of my lessons. Without that I would have dropped it.",
    "No devices on the days I needed them.",
    "My team planned the unit together, so it became normal.",
    "La hoja con las cuatro preguntas está pegada en cada mesa.",
]


def ask_around(district, pages):
    """Ask about past workshops, let people answer, remind and close as time went by."""
    for key, at_end, later, indicator in ASKED:
        page = pages["events", key]
        page.asks_at_end, page.asks_later, page.indicator = True, later is not None, indicator
        page.save_revision().publish()
        session = page.sessions.filter(ends_at__lt=timezone.now()).order_by("-starts_at").first()
        _ask_about(session, at_end)
    waiting = pages["events", HOLDING]
    waiting.asks_at_end = waiting.holds_certificate = True
    waiting.save_revision().publish()
    for survey in Survey.objects.order_by("opened_at"):
        asking.tend(at=min(survey.closes_at, timezone.now()))
    evaluating.open_due(at(district.calendar.previous_open(district.today), 7))
    weeks_later = next(later for _key, _number, later, _indicator in ASKED if later)
    for survey in Survey.objects.filter(kind=SurveyKind.FOLLOW_UP):
        _answer(survey, weeks_later, survey.opened_at)


def _ask_about(session, number):
    there = session.registrations.filter(minutes_attended__gt=0).select_related("learner").order_by("pk")
    people = [found.learner for found in there]
    activity, cycle = Activity.of(session.event), crediting.cycle_of(session)
    evaluating.ask_at_end(session, activity, cycle, people, at=session.ends_at)
    _answer(Survey.objects.get(kind=SurveyKind.END, occasion=evaluating.occasion_of(session)), number, session.ends_at)


def _answer(survey, number, moment):
    """Let the first ``number`` of those asked answer, each a little differently."""
    for turn, invitation in enumerate(survey.invitations.select_related("person").order_by("pk")[:number]):
        low, high = 3 + turn % 3, 4 + turn % 2
        answers = {
            "useful": high, "clear": low, "learned": 5 - turn % 3, "sure_before": 1 + turn % 3, "sure_after": high,
            "will_try": WILL_TRY[turn % len(WILL_TRY)] if turn % 4 != 3 else "",
            "change": CHANGE[turn % len(CHANGE)] if turn % 3 == 0 else "",
            "used": 2 + turn % 3, "support": 2 + turn % 4, "indicator": 2 + turn % 3,
            "helped": HELPED[turn % len(HELPED)] if turn % 2 == 0 else "",
        }  # fmt: skip
        answering.answer(invitation, answers, at=moment + timedelta(hours=2 + turn))
