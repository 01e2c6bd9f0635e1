"""Why a SCORM package is refused, or something a learner does with one, in words for the person who asked."""

from django.utils.translation import gettext_lazy as _

from courses.errors import CourseRefusal


class PackageRefused(CourseRefusal):
    """A package that cannot be taken; the sentence names the file and the reason."""


class ModuleNotOpened(CourseRefusal):
    """Nobody has finished what was never opened."""

    sentence = _("Please open the module first.")


class ModuleReports(CourseRefusal):
    """A module that reports by itself is not confirmed by hand."""

    sentence = _("This module reports by itself when you have finished it.")


class CommitRefused(CourseRefusal):
    """What a module sent is not what a module may send."""

    sentence = _("What the module sent could not be read.")


class OpenedElsewhere(CourseRefusal):
    """The module has been opened in another window since; that one counts."""

    sentence = _("You have opened this module in another window. Please go on there.")
