"""Only https addresses of named hosts are read, and never one inside a private network."""

import pytest

from pdportal.partners import addresses
from pdportal.partners.errors import NotRead

HOSTS = ["library.example", "localhost", "college.example:8443"]


@pytest.mark.parametrize(("address", "expected"), [
    ("https://library.example/a.ics?x=1", ("library.example", 443, "/a.ics?x=1")),
    ("https://LIBRARY.example.", ("library.example", 443, "/")),
    ("https://library.example:443/a", ("library.example", 443, "/a")),
    ("https://college.example:8443/a", ("college.example", 8443, "/a")),
])  # fmt: skip
def test_addresses_are_taken_apart(address, expected):
    target = addresses.check(address, hosts=HOSTS)
    assert (target.host, target.port, target.path) == expected


@pytest.mark.parametrize(("address", "trouble"), [
    ("http://library.example/", "address"), ("ftp://library.example/", "address"), ("file:///etc/passwd", "address"),
    ("https://", "address"), ("https://me:secret@library.example/", "address"), ("https://[::1/", "address"),
    ("https://library.example:99999/", "address"), ("https://library.example/a b", "address"), ("", "address"),
    ("https://library.example/\x00", "address"), ("https://library.example/\r\nHost: x", "address"),
    ("https://library.example/" + "a" * 10_000, "address"), ("https://bücherei.example/", "address"),
    ("https://library.example:8080/", "host"), ("https://college.example/", "host"),
    ("https://library.example.evil.example/", "host"), ("https://evil.example/?library.example", "host"),
    ("https://library.example@evil.example/", "address"), ("https://127.0.0.1/", "host"),
])  # fmt: skip
def test_other_addresses_are_refused(address, trouble):
    with pytest.raises(NotRead) as refused:
        addresses.check(address, hosts=HOSTS)
    assert refused.value.trouble == trouble


@pytest.mark.parametrize(("number", "public"), [
    ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("::ffff:93.184.216.34", True),
    ("64:ff9b::5db8:d822", True),
    ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
    ("169.254.169.254", False),
    ("100.64.0.1", False), ("0.0.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False), ("240.0.0.1", False),
    ("::1", False), ("::", False), ("fe80::1", False), ("fe80::1%eth0", False), ("fc00::1", False), ("ff02::1", False),
    ("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("64:ff9b::7f00:1", False),
    ("2002:7f00:1::", False), ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False), ("not a number", False),
])  # fmt: skip
def test_what_counts_as_public(number, public):
    assert addresses.is_public(number) is public


def test_a_name_that_leads_inside_is_refused_after_the_look_up():
    with pytest.raises(NotRead) as refused:
        addresses.numbers_of(addresses.check("https://localhost/", hosts=HOSTS))
    assert refused.value.trouble == "private"


def test_a_name_that_does_not_exist_is_said_to_be_unknown():
    with pytest.raises(NotRead) as refused:
        addresses.numbers_of(addresses.check("https://library.invalid/", hosts=["library.invalid"]))
    assert (refused.value.trouble, refused.value.detail) == ("unknown_host", "library.invalid")
