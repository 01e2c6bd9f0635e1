"""The demo's proposals: one that waits for the coordinator, one sent back with a question, and a draft."""

import datetime as dt

from wagtail.models import TaskState

from events import proposing
from events.proposal_records import SessionProposal
from pdportal.demo.moments import before


def propose_some(district):
    """Let two librarians propose; the coordinator answers one of them."""
    librarian, mentor = district.accounts["librarian"], district.accounts["mentor"]
    _propose(district, mentor, 4, title="Weeding one shelf together", days=24,
        summary="We take one shelf of 120 books and decide, book by book, what stays.",
        what_you_get="A weeding checklist you can use the next day\nThree sentences to explain weeding to parents",
        message="I can bring the book truck. Our library is free on that afternoon.")  # fmt: skip
    asked = _propose(district, librarian, 6, title="Booktalks in ninety seconds", days=31,
        summary="A short form for presenting books to a class, tried out on each other.",
        what_you_get="A template for a booktalk\nTwo booktalks you have tried",
        message="Could this count for the reading committee as well?")  # fmt: skip
    task = TaskState.objects.get(workflow_state__object_id=str(asked.page_id), status=TaskState.STATUS_IN_PROGRESS)
    task.specific.reject(
        user=district.accounts["coordinator"],
        comment="A good idea. Which grades is it for, and can you take fifteen people instead of twenty?",
    )
    draft = _written(district, librarian, title="Research notes without copying", days=45)
    proposing.save_draft(draft, at=before(district.today, 1, 16))


def _propose(district, person, days_ago, **words):
    moment = before(district.today, days_ago, 16)
    return proposing.send(proposing.save_draft(_written(district, person, **words), at=moment), at=moment)


def _written(district, person, *, title, days, summary="", what_you_get="", message=""):
    day = district.calendar.next_open(district.today + dt.timedelta(days=days))
    return SessionProposal(
        proposer=person, language="en", title=title, summary=summary, what_you_get=what_you_get, message=message,
        school=person.appointments.order_by("pk").first().school, place="Library", held_on=day,
        start_time=dt.time(15, 30), end_time=dt.time(16, 45),
    )  # fmt: skip
