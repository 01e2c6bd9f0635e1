"""Which cycle a completion counts for: one completion per learner, activity and cycle stands in the ledger."""

from pdportal.common.dates import today
from pdportal.requirements.choices import StatusCode
from pdportal.requirements.evidence import Evidence
from pdportal.requirements.records import Assignment
from pdportal.requirements.status import decide

RENEWABLE = {StatusCode.EXPIRING, StatusCode.EXPIRED}


def cycle_for(learner, activity_key, *, on=None):
    """The cycle for which ``learner`` would complete this activity on the date ``on`` (today).

    The year's name (2026-27) where a yearly requirement asks for it; for one that expires, a cycle named after the day
    its last completion runs out, as soon as it can be renewed, and until then the cycle of that completion; else "".
    """
    on = on or today()
    required = Assignment.objects.current(on).filter(learner=learner, requirement__activity_key=activity_key)
    found = list(required.with_grants(on).select_related("version").order_by("-period", "pk"))
    if not found or found[0].period:
        return found[0].period if found else ""
    evidence = Evidence([learner], [activity_key], as_of=on)
    for assignment in found:
        facts = evidence.facts(assignment, assignment.version, activity_key)
        if decide(facts, on) in RENEWABLE:
            return facts.expires_on.isoformat()
    best = evidence.best(found[0], found[0].version, activity_key)
    return best[0] if best else ""
