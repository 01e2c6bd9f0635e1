"""What stands against a mentor for one mentee, asked now and pair by pair; a run asks the same of everybody at once."""

from mentoring import private_rules
from mentoring.matching_errors import MentorIsPaused, MentorNotTrained, PrivateRuleBlocks
from mentoring.matching_records import MOST_PLACES, MentoringProfile, TrainingOverride
from pdportal.transcripts.records import Completion


def check(programme, mentor, mentee, day):
    """Raise MentorIsPaused, MentorNotTrained or PrivateRuleBlocks where one of them stands against the pair."""
    profile = profile_of(mentor)
    if profile and is_paused(profile, day):
        raise MentorIsPaused
    trained = trained_mentors(programme, day)
    if trained is not None and mentor.pk not in trained and not _override(programme, mentor).exists():
        raise MentorNotTrained
    if private_rules.stand_against(mentor, mentee):
        raise PrivateRuleBlocks


def profile_of(person):
    """The MentoringProfile of ``person``; None where there is none."""
    return MentoringProfile.objects.filter(person=person).first()


def places_of(programme, profile):
    """How many mentees a mentor may have: what the programme allows, or fewer where the profile says so."""
    limits = [profile.capacity if profile else None, programme.caseload]
    return min([limit for limit in limits if limit], default=MOST_PLACES)


def is_paused(profile, on):
    """True where ``profile`` says its owner takes a break that lasts beyond ``on`` or ends with it."""
    return bool(profile.paused_until and profile.paused_until >= on)


def trained_mentors(programme, on):
    """The ids of those who have completed the training ``programme`` asks for, valid on ``on``; None where none is."""
    if programme.mentor_training_id is None:
        return None
    rows = Completion.objects.filter(
        activity_key=programme.mentor_training.translation_key, revoked_at=None, completed_on__lte=on
    ).exclude(valid_until__lt=on)
    return set(rows.values_list("learner", flat=True))


def _override(programme, mentor):
    return TrainingOverride.objects.filter(programme__translation_key=programme.translation_key, mentor=mentor)
