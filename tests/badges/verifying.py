"""Checks badges as a stranger does: with openvc, which shares no code with us, and what the portal published."""

import json
from urllib.parse import urlsplit

from openvc import VerificationPolicy, verify_credential
from openvc.did.did_web import DidWebResolver
from openvc.resolvers import default_status_list_resolver

POLICY = VerificationPolicy(expected_types=["OpenBadgeCredential"], require_status_issuer_binding=True)


class Saved:
    """What somebody saved of a portal, by path: enough to check badges with no network at all."""

    def __init__(self, client, *paths):
        """Fetch ``paths`` once; they must be there."""
        self.files = {}
        for path in paths:
            response = client.get(path)
            assert (path, response.status_code) == (path, 200)
            self.files[path] = response.content

    def verify(self, badge, *, policy=POLICY):
        """The verifier's result for ``badge`` (a dict); raises its error where the badge does not hold."""
        resolver = DidWebResolver(self._json)
        lists = default_status_list_resolver(resolver=resolver, fetch=self._text)
        return verify_credential(badge, policy=policy, resolver=resolver, resolve_status_list=lists)

    def _json(self, url):
        return json.loads(self._text(url))

    def _text(self, url):
        return self.files[urlsplit(url).path].decode()


def saved(client):
    """The keys and the first list of what is revoked, as they are now."""
    return Saved(client, "/badges/did.json", "/badges/status/0.json")
