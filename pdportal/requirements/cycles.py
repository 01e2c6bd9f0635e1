"""Which cycle a completion counts for: one completion per learner, activity and cycle stands in the ledger."""

from pdportal.common.dates import today
from pdportal.requirements.evidence import Evidence
from pdportal.requirements.records import Assignment


def cycle_for(learner, activity_key, *, on=None):
    """The cycle for which ``learner`` would complete this activity on the date ``on`` (today).

    The year's name (2026-27) where a yearly requirement asks for it; a cycle of its own (2026-27#7) where it is to be
    done again, or as a top-up, after a change; for one that expires, a cycle named after the day its last completion
    runs out, as soon as it can be renewed, and until then the cycle of that completion; else "".
    """
    on = on or today()
    required = Assignment.objects.current(on).asking_for([activity_key]).filter(learner=learner)
    found = list(required.with_grants(on).select_related("version").order_by("-period", "-pk"))
    if not found or found[0].period or activity_key == found[0].top_up_key:
        return found[0].cycle_of(activity_key) if found else ""
    evidence = Evidence([learner], [activity_key], as_of=on)
    for assignment in found:
        facts = evidence.facts_of_main(assignment, assignment.version)
        if facts.expires_on and on >= facts.renew_from:
            return facts.expires_on.isoformat()
    best = evidence.best(found[0], found[0].version, activity_key)
    return best[0] if best else found[0].cycle_of(activity_key)
