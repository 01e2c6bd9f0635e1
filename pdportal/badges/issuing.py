"""A certificate as an Open Badges 3.0 credential, made of nothing but what was frozen when it was issued."""

import datetime as dt

from pdportal.badges import status_lists
from pdportal.badges.errors import BadgeRevoked
from pdportal.badges.issuer import OPEN_BADGES, did_of, profile
from pdportal.badges.signing import CREDENTIALS, signed, stamp
from pdportal.common.dates import end_of_day, parse_date, start_of_day
from pdportal.transcripts.choices import ActivityKind

SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
LATEST = dt.date(9999, 12, 29)  # the last day whose end has a name in every zone
TYPES = {
    ActivityKind.COURSE: "Course",
    ActivityKind.PATH: "LearningProgram",
    ActivityKind.EVENT: "ext:Workshop",
    ActivityKind.MENTORING: "ext:Mentoring",
    ActivityKind.OUTSIDE: "ext:OutsideLearning",
}


def badge_of(certificate):
    """``certificate`` as a signed OpenBadgeCredential; the same certificate and key give the same. Raises BadgeRevoked.

    A badge handed out before it was revoked stays a signed file; that it no longer counts stands in the status list.
    """
    if certificate.completion.revoked_at:
        raise BadgeRevoked
    facts = certificate.facts
    return signed(_credential(certificate, facts), issuer=did_of(facts["site"]), at=certificate.issued_at)


def _credential(certificate, facts):
    words = facts["badge"]
    credential = {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": facts["printed"]["address"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": words["name"],
        "description": words["description"],
        "issuer": profile(facts["site"], facts["provider"], facts["provider_number"]),
        "validFrom": stamp(certificate.issued_at),
        "awardedDate": _day(facts["completed_on"]),
        "credentialSubject": _subject(certificate, facts),
        "credentialStatus": status_lists.entry_of(certificate),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    valid_until = parse_date(facts["valid_until"])
    if valid_until:
        credential["validUntil"] = stamp(end_of_day(min(valid_until, LATEST)) - dt.timedelta(seconds=1))
    return credential


def _subject(certificate, facts):
    """Who achieved what, and how many hours it counted: a result, because credits would mean those of a college."""
    words, achievement = facts["badge"], f"urn:uuid:{certificate.completion.activity_key}"
    hours = f"{achievement}#hours"
    return {
        "type": ["AchievementSubject"],
        "identifier": _identifiers(facts),
        "activityEndDate": _day(facts["completed_on"]),
        "achievement": {
            "id": achievement,
            "type": ["Achievement"],
            "achievementType": TYPES[facts["kind"]],
            "name": words["name"],
            "description": words["description"],
            "criteria": {"narrative": words["criteria"]},
            "inLanguage": facts["language"],
            "resultDescription": [
                {"id": hours, "type": ["ResultDescription"], "name": words["hours"], "resultType": "Result"}
            ],
        },
        "result": [{"type": ["Result"], "resultDescription": hours, "value": facts["credit_hours"]}],
    }


def _identifiers(facts):
    """The name, as it stands on the paper, and a salted fingerprint of the e-mail address, never the address."""
    found = [_identity("name", facts["learner"], hashed=False)]
    if facts["recipient"]:
        found.append(_identity("emailAddress", facts["recipient"]["hash"]) | {"salt": facts["recipient"]["salt"]})
    return found


def _identity(kind, text, *, hashed=True):
    return {"type": "IdentityObject", "hashed": hashed, "identityHash": text, "identityType": kind}


def _day(text):
    return stamp(start_of_day(parse_date(text)))
