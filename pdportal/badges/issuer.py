"""Who signs badges: the district, under a name (did:web) from which its published keys are found."""

from urllib.parse import urlsplit

from django.conf import settings

from pdportal.badges import keys

OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", OPEN_BADGES]


def did_of(site):
    """The name of the issuer on the portal at ``site``: did:web:pd.example.org:badges, its keys at /badges/did.json."""
    return f"did:web:{urlsplit(site).netloc.replace(':', '%3A')}:badges"


def profile(site, name, number):
    """The issuer as it stands in a badge: who it is, and its number as a provider where it has one."""
    found = {"id": did_of(site), "type": ["Profile"], "name": name, "url": f"{site}/"}
    if number:
        found["otherIdentifier"] = [
            {"type": "IdentifierEntry", "identifier": number, "identifierType": "ext:providerNumber"}
        ]
    return found


def published():
    """The issuer as the public reads it: its profile today, and every key that signed and is still trusted."""
    site = settings.WAGTAILADMIN_BASE_URL
    did = did_of(site)
    methods = [
        {"id": f"{did}#{name}", "type": "Multikey", "controller": did, "publicKeyMultibase": name}
        for name in keys.ring().published
    ]
    return {
        "@context": CONTEXTS,
        **profile(site, settings.DISTRICT_NAME, settings.PROVIDER_NUMBER),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
