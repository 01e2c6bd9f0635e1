"""Who may print a certificate, and who may open the files behind a completion."""

from pdportal.people import oversight
from pdportal.people.permissions import can_coordinate


def may_print(viewer, certificate):
    """True for the holder of ``certificate`` and those who oversee the holder."""
    return viewer.is_authenticated and oversight.may_see(viewer, certificate.completion.learner)


def may_open_proofs(viewer, learner):
    """True for the learner and for those who coordinate.

    A principal or mentor sees that something was completed, not the papers behind it: those may show a home address,
    a grade, or a doctor's note.
    """
    return viewer.is_authenticated and (viewer.pk == learner.pk or can_coordinate(viewer))
