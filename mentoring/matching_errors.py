"""Why matching refuses; each sentence is meant for the person who asked."""

from django.utils.translation import gettext_lazy as _

from mentoring.errors import MentoringRefusal


class MentorIsPaused(MentoringRefusal):
    """A pause is respected, also by hand."""

    sentence = _("This mentor is taking a break from mentoring on that day.")


class MentorNotTrained(MentoringRefusal):
    """The programme asks for training; an override with its reason lets somebody begin without."""

    sentence = _("This mentor has not completed the training the program asks for.")


class PrivateRuleBlocks(MentoringRefusal):
    """One of the two wrote “not this person”; nobody learns which."""

    sentence = _("A private rule of one of the two stands against this pair.")


class TooManyPeople(MentoringRefusal):
    """Beyond this the arithmetic would no longer be exact."""

    sentence = _("A run can match 1,000 mentees at most. Choose a program with fewer people.")


class NobodyToMatch(MentoringRefusal):
    """A run needs both sides."""

    sentence = _("There is nobody to match: a run needs at least one mentor and one mentee without a mentor.")


class UnknownWeights(MentoringRefusal):
    """Weights are whole numbers for known rules."""

    sentence = _("Each weight is a whole number from 0 to 20.")


class CannotLock(MentoringRefusal):
    """A hard rule blocks the pair, or the mentor's places are locked already."""

    sentence = _("This pair cannot be locked.")


class UnknownPair(MentoringRefusal):
    """Rules are set for people who stand in the run."""

    sentence = _("One of the two is not part of this run.")


class RunIsOld(MentoringRefusal):
    """Only the latest run of a programme is published."""

    sentence = _("There is a newer run of this program; publish that one.")


class DeadlineOutOfRange(MentoringRefusal):
    """Mentors get some days to answer."""

    sentence = _("Mentors need between 1 and 60 days to answer.")


class OfferIsClosed(MentoringRefusal):
    """It was answered, has run out, or the coordinator decided otherwise."""

    sentence = _("This request is closed: it was answered or withdrawn, or its time has run out.")


class TooManyNames(MentoringRefusal):
    """Private rules and wishes are short lists."""

    sentence = _("Please choose at most %(count)s people.")
