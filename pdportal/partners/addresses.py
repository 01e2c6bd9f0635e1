"""Which addresses may be read at all: https, a host the district named, and nothing inside a private network.

A name is looked up here and the connection goes to the very number that was checked, so that a name whose answer
changes in between (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from pdportal.partners.choices import Trouble
from pdportal.partners.errors import NotRead

NAT64 = ipaddress.ip_network("64:ff9b::/96")
TUNNELS = [ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32")]  # 6to4 and Teredo lead anywhere
LONGEST = 500


@dataclass(frozen=True)
class Target:
    """An address taken apart: where to connect (``host``, ``port``) and what to ask for (``path``)."""

    secure: bool
    host: str
    port: int
    path: str


def allowed_hosts():
    """The hosts the district lets the portal read from, in lower case."""
    return [host.lower() for host in settings.PARTNER_HOSTS]


def check(address, *, hosts=None, schemes=("https",)):
    """The Target that ``address`` names; NotRead for any other scheme, host, port, or with a password in it.

    ``hosts`` are those allowed (default: the district's); an entry may name a port, as in ``localhost:8080``.
    """
    hosts = allowed_hosts() if hosts is None else hosts
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip(".").lower(), parts.port
        host.encode("ascii")
    except ValueError as trouble:
        raise NotRead(Trouble.ADDRESS) from trouble
    unreadable = any(not 32 < ord(letter) < 127 for letter in address) or len(address) > LONGEST
    if unreadable or parts.scheme not in schemes or not host or parts.username is not None:
        raise NotRead(Trouble.ADDRESS)
    named = host if port is None else f"{host}:{port}"
    usual = 443 if parts.scheme == "https" else 80
    if named not in hosts and not (port == usual and host in hosts):
        raise NotRead(Trouble.HOST, host[:100])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", host, port or usual, path)


def numbers_of(target, *, open_to=()):
    """The IP numbers of ``target``; NotRead where it has none, or any of them is private.

    ``open_to`` lists ``(number, port)`` that count as public: what a test's own server needs.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise NotRead(Trouble.UNKNOWN_HOST, target.host[:100]) from trouble
    numbers = list(dict.fromkeys(entry[4][0] for entry in found))
    for number in numbers:
        if not is_public(number) and (number, target.port) not in open_to:
            raise NotRead(Trouble.PRIVATE)
    return numbers


def is_public(number):
    """True for an IP number of the open internet; what is wrapped in IPv6 counts as what it holds."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if address.version == 6:
        if address.ipv4_mapped or address in NAT64:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        if address.scope_id or any(address in tunnel for tunnel in TUNNELS):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)
