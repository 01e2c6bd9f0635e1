"""Which records a person's own pages (My page, lessons) show: a kept page is made anew when one of them changes.

A new model of ours stands in ``OF_A_PERSON``, ``OF_EVERYBODY`` or ``NOT_SHOWN``; tests/home/test_watched.py says so.
"""

from pdportal.common.stamps import watch

# (model, path to the person, fields that tell of a change inside a row)
OF_A_PERSON = [
    ("people.HistoricalUser", "id"),
    ("people.HistoricalAppointment", "person"),
    ("people.HistoricalLeave", "person"),
    ("notices.Notice", "recipient", "read_at"),
    ("transcripts.ActivityStart", "learner"),
    ("transcripts.Completion", "learner", "revoked_at"),
    ("transcripts.Certificate", "completion__learner"),
    ("credits.HistoricalCertificateDates", "person"),
    ("requirements.HistoricalAssignment", "learner"),
    ("requirements.Gap", "assignment__learner"),
    ("requirements.Waiver", "assignment__learner"),
    ("requirements.Extension", "assignment__learner"),
    ("courses.EarlyOpening", "learner"),
    ("courses.Enrollment", "learner", "completed_at", "last_opened_at"),
    ("courses.LessonProgress", "enrollment__learner", "completed_at"),
    ("courses.GatePass", "enrollment__learner"),
    ("courses.QuizAttempt", "enrollment__learner", "saved_at", "submitted_at"),
    ("courses.ExtraAttempt", "enrollment__learner"),
    ("courses.ScenarioAnswer", "enrollment__learner", "answered_at", "then"),
    ("courses.Acknowledgement", "learner"),
    ("courses.ScormSitting", "enrollment__learner", "saved_at", "finished_at"),
    ("courses.AcknowledgementRequest", "learner", "closed_at"),
    ("courses.PracticeFile", "submission__enrollment__learner", "removed_at"),
    ("courses.PracticeRound", "submission__enrollment__learner", "decided_at"),
    ("courses.Reflection", "enrollment__learner", "saved_at"),
    ("events.HistoricalRegistration", "learner"),
    ("mentoring.HistoricalPairing", "mentor"),
    ("mentoring.HistoricalPairing", "mentee"),
    ("mentoring.HistoricalPairing", "buddy"),
    ("mentoring.HistoricalMeeting", "pairing__mentor"),
    ("mentoring.HistoricalMeeting", "pairing__mentee"),
]
# Few rows, or seen by many: any change makes every kept page anew.
OF_EVERYBODY = [
    ("wagtailcore.PageLogEntry",),
    ("wagtailcore.ModelLogEntry",),
    ("credits.HistoricalRulePack",),
    ("credits.RulePackVersion",),
    ("requirements.HistoricalRequirement",),
    ("requirements.RequirementVersion",),
    ("requirements.Consequence",),
    ("events.HistoricalEventSession",),
    ("events.HistoricalRoom",),
    ("courses.HistoricalPracticeSubmission",),
    ("claims.ClaimStep",),
    ("courses.ScormVersion",),
]
# Why a change of these needs no page made anew.
NOT_SHOWN = {
    "notices.DigestChoice": "on the page of the digest only",
    "events.SessionSeries": "its sessions are watched",
    "events.Presenter": "the names stand in its session, which is watched",
    "events.Material": "on the page of the event only",
    "requirements.DeadlineWarning": "on no page; what is told is a notice",
    "requirements.GrantRequest": "on the page of requirements only; what is granted is watched",
    "people.Merge": "both accounts are saved by a merge, and their history is watched",
    "people.MergedRow": "in the admin only",
    "mentoring.AgreementVersion": "on the page of the pairing only",
    "mentoring.ChecklistTick": "on the page of the pairing only",
    "mentoring.Goal": "on the page of the pairing only",
    "mentoring.MeetingNote": "on the page of the meeting only",
<<<<<<< HEAD
    "mentoring.MentoringProfile": "on the own profile and in the matching only",
    "mentoring.Wish": "on the own profile and in the matching only",
    "mentoring.PrivateRule": "on the writer's own profile only",
    "mentoring.PairDecision": "in the admin only",
    "mentoring.TrainingOverride": "in the admin only",
    "mentoring.MatchingRun": "in the admin only",
    "mentoring.Proposal": "in the admin only",
    "mentoring.Offer": "on My mentoring, which is not kept",
=======
    "mentoring.Signature": "on the page of the pairing only",
>>>>>>> 95b1c37 (Let a pair sign an agreement in versions, set goals, follow a checklist by month and name a building buddy)
    "notices.OutgoingMail": "in the admin only",
    "requirements.TimeBudget": "in the admin only",
    "transcripts.LedgerImport": "in the admin only",
    "transcripts.PrintRun": "in the reports only",
    "transcripts.Disposal": "on the transcript only",
    "transcripts.Proof": "on the transcript only",
    "claims.ApprovalShape": "on the pages of claims only",
    "claims.Claim": "what waits for whom changes with its steps, which are watched",
    "claims.ClaimFile": "on the page of the claim only",
    "duties.JobDescription": "on My job description and in the admin, which are not kept",
    "duties.DescriptionVersion": "on My job description and in the admin, which are not kept",
    "duties.Duty": "on My job description and in the admin, which are not kept",
    "duties.DutyLine": "on My job description and in the admin, which are not kept",
    "duties.DutyLink": "on My job description and in the admin, which are not kept",
    "duties.DutyEvidence": "on My job description, which is not kept",
    "partners.PartnerCalendar": "on the calendar, which is not kept",
    "partners.PartnerEntry": "on the calendar, which is not kept",
    "events.SessionProposal": "on the pages of proposals only",
    "events.ProposalStep": "on the pages of proposals only",
    "events.CalendarBlock": "text of feeds",
    "events.PresenceClaim": "on My sign-ups and in its queue, which are not kept",
    "events.CalendarChoice": "on My calendar only",
    "events.CalendarReader": "on My calendar only",
    "events.FeedState": "state of feeds",
    "events.CalendarToken": "on My calendar only",
    "people.School": "edited in the admin, whose log is watched",
    "people.SchoolYear": "edited in the admin, whose log is watched",
    "people.Closure": "edited in the admin, whose log is watched",
    "people.StaffMember": "a name for users in the admin",
    "transcripts.Topic": "edited in the admin, whose log is watched",
    "courses.FrozenQuestion": "never changed; its attempt is watched",
    "courses.QuestionBank": "edited in the admin, whose log is watched",
    "courses.PathStep": "a part of its page, whose log is watched",
    "courses.PathLock": "a part of its page, whose log is watched",
    "courses.ScormPackage": "edited in the admin, whose log is watched",
    "courses.PolicyRevision": "written when its page is published, whose log is watched",
    "courses.ResourceList": "edited in the admin, whose log is watched",
    "courses.ResourceLink": "a part of its list",
}


def watch_all():
    """Register everything; called once while Django starts."""
    for label, *rest in [*OF_A_PERSON, *OF_EVERYBODY]:
        watch(label, *rest)
