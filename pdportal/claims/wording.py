"""How the way of a claim is put into words: who decides, by when, what was asked too late."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pdportal.claims.choices import ApproverRole
from pdportal.transcripts.choices import CreditType


def kinds_text(shape):
    """The kinds of learning a shape is for: “Conference or Online course”; “All kinds” where it names none."""
    labels = [str(CreditType(kind).label) for kind in shape.kinds if kind in CreditType.values]
    return get_text_list(labels, _("or")) or _("All kinds of learning")


def route_text(shape):
    """Who decides and how soon, as one or two sentences."""
    sentences = []
    if shape.beforehand_by:
        sentences.append(lead_text(shape))
    if not shape.first_approver:
        sentences.append(_("The hours are approved at once when you hand it in."))
        return " ".join(sentences)
    words = {"first": role_text(shape.first_approver), "second": role_text(shape.second_approver)}
    if shape.second_approver:
        sentences.append(_("The hours are decided by %(first)s and then by %(second)s") % words)
    else:
        sentences.append(_("The hours are decided by %(first)s") % words)
    days = shape.decide_days
    within = ngettext("within one working day.", "within %(days)s working days.", days) % {"days": days}
    sentences[-1] = f"{sentences[-1]} {within}"
    return " ".join(sentences)


def lead_text(shape):
    """By when approval beforehand is asked for: “Ask at least 10 days before it starts.”"""
    days = shape.lead_days
    if not days:
        return _("Ask before it starts.")
    return ngettext("Ask at least one day before it starts.", "Ask at least %(days)s days before it starts.", days) % {
        "days": days
    }


def role_text(role):
    """A role inside a sentence: “the principal”."""
    return {
        ApproverRole.PRINCIPAL: _("the principal"),
        ApproverRole.COORDINATOR: _("the coordinator"),
        ApproverRole.DIRECTOR: _("the director"),
    }.get(role, "")
