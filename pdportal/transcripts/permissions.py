"""Who may open the files behind a completion."""

from pdportal.people.permissions import can_coordinate


def may_open_proofs(viewer, learner):
    """True for the learner and for those who coordinate.

    A principal or mentor sees that something was completed, not the papers behind it: those may show a home address,
    a grade, or a doctor's note.
    """
    return viewer.is_authenticated and (viewer.pk == learner.pk or can_coordinate(viewer))
