"""The rules of a mentoring programme: its numbers, each with the place for where it comes from and from when it is."""

import datetime as dt
from dataclasses import dataclass

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, PageChooserPanel

from mentoring.choices import Cadence, MenteeYear
from pdportal.common.dates import add_months
from pdportal.people.choices import Role
from pdportal.transcripts.wording import hours_text

MOST_TERMS = 10
# Models for defaults, not a claim that a statute binds a librarian's mentor.
DEADLINE_STATUTE = "Model: Texas Education Code 21.458 (mentor assigned no later than the 30th day of employment)"
LENGTH_STATUTE = "Model: Texas Education Code 21.458 (a mentor agrees to at least one school year)"
TRAINING_STATUTE = "Model: Texas Education Code 21.458 (mentors complete their training before the school year)"


@dataclass(frozen=True)
class Rule:
    """One rule in words, with its source where one is given; ``url`` leads to what it names."""

    label: str
    value: str
    source: str
    dated_on: dt.date | None
    url: str = ""


def _source(default=""):
    return models.CharField(_("where this comes from"), max_length=300, blank=True, default=default)


def _dated():
    return models.DateField(_("rule of"), null=True, blank=True)


def _cited(name, *, panel=None, heading):
    row = FieldRowPanel([FieldPanel(f"{name}_source"), FieldPanel(f"{name}_dated_on")])
    return MultiFieldPanel([*(panel or [FieldPanel(name)]), row], heading=heading)


class ProgrammeRules(models.Model):
    """Whom a programme pairs, and what it asks of pairs, mentors and coordinators."""

    mentee_role = models.CharField(
        _("mentees are"), max_length=20, choices=[("", _("People in any role")), *Role.choices], blank=True,
        default=Role.LIBRARIAN,
    )  # fmt: skip
    mentee_year = models.PositiveSmallIntegerField(
        _("in their"), choices=MenteeYear, default=MenteeYear.FIRST,
        help_text=_("Counted from the day of an appointment that is marked as new to the district or the profession."),
    )  # fmt: skip
    minimum_hours_per_term = models.DecimalField(
        _("contact hours a term, at least"), max_digits=5, decimal_places=2, default=0,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    minimum_hours_source = _source()
    minimum_hours_dated_on = _dated()
    cadence = models.PositiveSmallIntegerField(_("the pair meets"), choices=Cadence, default=Cadence.OPEN)
    cadence_source = _source()
    cadence_dated_on = _dated()
    length_terms = models.PositiveSmallIntegerField(
        _("semesters it lasts"), default=2, validators=[MaxValueValidator(MOST_TERMS)],
        help_text=_("The semester in which a pair begins is the first. 0: no end; the coordinator completes pairs."),
    )  # fmt: skip
    length_source = _source(LENGTH_STATUTE)
    length_dated_on = _dated()
    caseload = models.PositiveSmallIntegerField(
        _("mentees a mentor, at most"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as mentors say they can take."),
    )  # fmt: skip
    caseload_source = _source()
    caseload_dated_on = _dated()
    mentor_training = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("training mentors complete first"),
        help_text=_("Empty: none. Mentors are proposed when it stands on their transcript, in any language."),
    )  # fmt: skip
    mentor_training_source = _source(TRAINING_STATUTE)
    mentor_training_dated_on = _dated()
    assign_within_days = models.PositiveSmallIntegerField(
        _("days from hire to a mentor, at most"), default=30,
        help_text=_("0: no deadline. Coordinators are warned ten days before it is missed."),
    )  # fmt: skip
    assign_within_source = _source(DEADLINE_STATUTE)
    assign_within_dated_on = _dated()
    silent_days = models.PositiveSmallIntegerField(_("days without contact before a reminder"), default=30)

    rule_panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("mentee_role"), FieldPanel("mentee_year")])],
            heading=_("Who needs a mentor of this program"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(_("Every number is yours. Say beside it which rule it follows, and the date of that rule.")),
                _cited("minimum_hours", panel=[FieldPanel("minimum_hours_per_term")], heading=_("Contact hours")),
                _cited("cadence", heading=_("How often")),
                _cited("length", panel=[FieldPanel("length_terms")], heading=_("Length")),
                _cited("caseload", heading=_("Mentees a mentor")),
                _cited(
                    "mentor_training",
                    panel=[
                        PageChooserPanel(
                            "mentor_training", ["courses.CoursePage", "courses.LearningPath", "events.EventPage"]
                        )
                    ],
                    heading=_("Training of mentors"),
                ),
                _cited("assign_within", panel=[FieldPanel("assign_within_days")], heading=_("Time to find a mentor")),
                FieldPanel("silent_days"),
            ],
            heading=_("Rules"),
        ),
    ]

    class Meta:
        abstract = True

    @property
    def rules(self):
        """The Rules that are set, as the page of the programme shows them."""
        training = self.mentor_training.localized if self.mentor_training else None
        found = [
            (self.minimum_hours_per_term, "minimum_hours", _("Contact hours"), self._hours_words()),
            (self.cadence, "cadence", _("How often"), self.get_cadence_display()),
            (self.length_terms, "length", _("Length"), self._length_words()),
            (self.caseload, "caseload", _("Mentees a mentor"), _most(self.caseload)),
            (training, "mentor_training", _("Training of mentors"), training and training.title),
            (self.assign_within_days, "assign_within", _("Time to find a mentor"), self._deadline_words()),
        ]
        return [
            Rule(
                label=label,
                value=words,
                source=getattr(self, f"{name}_source"),
                dated_on=getattr(self, f"{name}_dated_on"),
                url=training.url if name == "mentor_training" else "",
            )
            for number, name, label, words in found
            if number
        ]

    def counted_from(self, since):
        """The day from which time to find a mentor counts for who is new since ``since``: the year it is for begins."""
        return add_months(since, 12 * (self.mentee_year - 1)) if self.mentee_year > MenteeYear.FIRST else since

    def _hours_words(self):
        return gettext("at least %(hours)s a semester") % {"hours": hours_text(self.minimum_hours_per_term)}

    def _length_words(self):
        words = ngettext("%(number)s semester", "%(number)s semesters", self.length_terms)
        return words % {"number": self.length_terms}

    def _deadline_words(self):
        words = ngettext(
            "within %(number)s day of the first day at work", "within %(number)s days of the first day at work",
            self.assign_within_days,
        )  # fmt: skip
        return words % {"number": self.assign_within_days}


def _most(number):
    return ngettext("%(number)s at most", "%(number)s at most", number or 0) % {"number": number}
