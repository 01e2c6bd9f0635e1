"""Why the ledger refuses."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class LedgerRefusal(Refusal):
    """Any refusal by the ledger; ``about_validity`` where the last valid day is what is wrong."""

    about_validity = False


class LedgerIsAppendOnly(LedgerRefusal):
    """Raised by any attempt to rewrite or delete a completion."""

    sentence = _("Completions are never changed or deleted; revoke or correct them instead.")


class AlreadyRevoked(LedgerRefusal):
    """A completion can be revoked once."""

    sentence = _("This completion has already been revoked.")


class ReasonMissing(LedgerRefusal):
    """Corrections and revocations need a reason that a reader years later understands."""

    sentence = _("Please give the reason in a few words.")


class DateInFuture(LedgerRefusal):
    """Nothing can have been completed tomorrow."""

    sentence = _("The completion date lies in the future.")


class DateTooEarly(LedgerRefusal):
    """A year mistyped, such as 0206 for 2026."""

    sentence = _("The completion date lies before 1950. Please check the year.")


class ValidityTooShort(LedgerRefusal):
    """Nothing expires before it was completed."""

    about_validity = True
    sentence = _("The last valid day lies before the day of completion.")


class HoursNegative(LedgerRefusal):
    """Credit hours are none or some."""

    sentence = _("Credit hours cannot be less than nothing.")


class NothingCorrected(LedgerRefusal):
    """A correction changes the date or the hours."""

    sentence = _("Nothing would change: give another date or other hours.")


class CertificateRevoked(LedgerRefusal):
    """Paper is no longer printed for a completion that was revoked."""

    sentence = _("This certificate has been revoked and is no longer printed.")


class TooEarlyToDispose(LedgerRefusal):
    """Files are kept for their time."""

    sentence = _("“%(name)s” is to be kept until %(day)s, so no file was deleted.")


class ProofDisposed(LedgerRefusal):
    """A file whose time is over is not taken in again."""

    sentence = _(
        "This very file was kept with the completion and deleted after its time. Its name and fingerprint stay."
    )


class TooManyGuesses(LedgerRefusal):
    """Somebody tries certificate codes one after the other."""

    sentence = _("Too many codes that do not exist were tried from your network. Please try again in ten minutes.")


class ImportHasErrors(LedgerRefusal):
    """A table is written as a whole or not at all."""

    sentence = _("There are errors in the table, so nothing was written. Correct them and upload it again.")


class ImportWritten(LedgerRefusal):
    """What was written stays in the list of imports."""

    sentence = _("This import has been written and stays in the list.")


class PrintRunUnderWay(LedgerRefusal):
    """One ZIP at a time for each person."""

    sentence = _("You are waiting for certificates already. Ask again when they are ready, or give them up.")


class NothingToPrint(LedgerRefusal):
    """Nobody has such a certificate."""

    sentence = _("No certificate matches. Choose other days, another school or another activity.")


class TooManyToPrint(LedgerRefusal):
    """More than one ZIP should hold; the sentence needs ``number`` and ``most``."""

    sentence = _("That would be %(number)d certificates; one ZIP holds at most %(most)d. Choose fewer days.")


class PrintRunNotStopped(LedgerRefusal):
    """Only what stopped can be begun again."""

    sentence = _("This is under way or ready, so there is nothing to begin again.")
