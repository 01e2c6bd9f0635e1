"""Requests in the demo: one that waits, one granted, one refused, one withdrawn."""

import datetime as dt

from pdportal.demo.moments import before
from pdportal.requirements import asking, status
from pdportal.requirements.choices import AskFor

# Name, how many days ago, how many more days; none is a waiver.
ANSWERED = [("granted", 9, 21), ("refused", 6, 0), ("withdrawn", 4, 14)]
WORDS = {
    "en": {
        "open": "Our first order leaves in January. May I finish this after it, when I have done one myself?",
        "granted": "I was on jury duty for two weeks and could not open the portal.",
        "refused": "I taught a workshop on this subject at my last school.",
        "withdrawn": "I thought that I would be away in December.",
    },
    "es": {
        "open": "Nuestro primer pedido sale en enero. ¿Puedo terminar esto después, cuando haya hecho uno?",
        "granted": "Estuve dos semanas de jurado y no pude abrir el portal.",
        "refused": "Di un taller sobre este tema en mi escuela anterior.",
        "withdrawn": "Pensé que estaría fuera en diciembre.",
    },
}
WHY_NOT = "It is about this year's rules and takes ten minutes; passing the pre-check at its start is enough."


def ask_for_grace(district):
    """Let four librarians ask about something that is still due of them; answer two of them."""
    today, coordinator = district.today, district.accounts["coordinator"]
    newcomer = district.accounts["newlibrarian"]
    _ask(_owed(newcomer, today)[-1], "open", newcomer, before(today, 2), more_days=30)
    owing = _owing(district, today)
    granted, refused, withdrawn = [
        _ask(found, name, person, before(today, days), more_days=more)
        for (person, found), (name, days, more) in zip(owing, ANSWERED, strict=False)
    ]
    asking.grant(granted, by=coordinator, answer="Away on civic duty.", at=before(today, 7))
    asking.refuse(refused, by=coordinator, answer=WHY_NOT, at=before(today, 5, hour=10))
    asking.withdraw(withdrawn, at=before(today, 3))


def _owing(district, today):
    """The first librarians after the newcomers who have something to do, with its Status."""
    found = []
    for person in district.librarians:
        owed = _owed(person, today)
        if owed:
            found.append((person, owed[-1]))
        if len(found) == len(ANSWERED):
            return found
    return found


def _owed(person, today):
    return [each for each in status.of_person(person, as_of=today) if not each.is_settled]


def _ask(found, name, person, at, *, more_days):
    """Ask about the Status ``found``: more time, or a waiver where no days are given."""
    wanted_on = max(found.due_on, at.date()) + dt.timedelta(days=more_days) if more_days else None
    return asking.ask(
        found.assignment, kind=AskFor.TIME if more_days else AskFor.WAIVER, wanted_on=wanted_on, at=at,
        reason=WORDS[person.language][name],
    )  # fmt: skip
