"""Whatever a partner's server does, reading ends within its limits and says what went wrong."""

import datetime as dt
import ipaddress
import ssl
import threading
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pdportal.partners.errors import NotRead
from pdportal.partners.fetching import fetch
from tests.partners.conftest import PartnerServer


def trouble_of(address, limits):
    with pytest.raises(NotRead) as refused:
        fetch(address, limits=limits)
    return refused.value.trouble


def test_a_file_comes_whole_with_what_the_server_calls_its_version(server):
    server.serve("/a.ics", b"words", ETag='"7"', Last_Modified="Thu, 26 Nov 2026 10:00:00 GMT")
    answer = fetch(f"http://{server.host}/a.ics", limits=server.limits())
    assert (answer.data, answer.etag, answer.last_modified) == (b"words", '"7"', "Thu, 26 Nov 2026 10:00:00 GMT")
    path, headers = server.asked[0]
    assert (path, headers["Host"], headers["Accept-Encoding"]) == ("/a.ics", server.host, "identity")


def test_what_has_not_changed_is_not_sent_again(server):
    server.serve("/a.ics", b"", status=304)
    answer = fetch(f"http://{server.host}/a.ics", etag='"7"', last_modified="yesterday", limits=server.limits())
    assert answer.data is None
    assert [server.asked[0][1][name] for name in ("If-None-Match", "If-Modified-Since")] == ['"7"', "yesterday"]


def test_redirects_are_followed_three_times(server):
    for step in range(5):
        server.serve(f"/{step}", b"", status=302, Location=f"/{step + 1}")
    server.serve("/3", b"here")
    assert fetch(f"http://{server.host}/0", limits=server.limits()).data == b"here"
    server.serve("/3", b"", status=302, Location="/0")
    assert trouble_of(f"http://{server.host}/0", server.limits()) == "redirects"


@pytest.mark.parametrize(("location", "trouble"), [
    ("http://127.0.0.1:1/", "host"), ("http://169.254.169.254/latest/meta-data/", "host"),
    ("file:///etc/passwd", "address"),
    ("//evil.example/", "host"), ("http://inside.example/", "unknown_host"), ("http://[::1]/", "host"),
    ("gopher://127.0.0.1/", "address"),
])  # fmt: skip
def test_every_step_is_checked_anew(server, location, trouble):
    server.serve("/a.ics", b"", status=301, Location=location)
    limits = server.limits(hosts=(server.host, "inside.example"))
    assert trouble_of(f"http://{server.host}/a.ics", limits) == trouble
    assert len(server.asked) == 1


def test_an_allowed_name_that_leads_inside_after_a_redirect_is_refused(server):
    server.serve("/a.ics", b"", status=301, Location=f"http://[::1]:{server.server_port}/b.ics")
    limits = server.limits(hosts=(server.host, f"::1:{server.server_port}"))
    assert trouble_of(f"http://{server.host}/a.ics", limits) == "private"
    assert trouble_of(f"http://{server.host}/a.ics", server.limits(open_to=())) == "private"
    assert len(server.asked) == 1


@pytest.mark.parametrize(("status", "trouble"), [(404, "refused"), (500, "refused"), (204, "refused")])
def test_errors_are_named(server, status, trouble):
    server.serve("/a.ics", b"", status=status)
    assert trouble_of(f"http://{server.host}/a.ics", server.limits()) == trouble


def test_a_large_file_is_given_up_in_the_middle(server):
    sent = []

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)
            sent.append(65536)

    server.pages["/a.ics"] = endless
    assert trouble_of(f"http://{server.host}/a.ics", server.limits(bytes=200_000)) == "too_large"
    assert sum(sent) < 20_000_000


def test_packed_files_are_refused_unread(server):
    server.serve("/a.ics", b"\x1f\x8b" + b"0" * 99, Content_Encoding="gzip")
    assert trouble_of(f"http://{server.host}/a.ics", server.limits()) == "packed"


@pytest.mark.parametrize("drip", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n", b""])
def test_a_server_that_drips_is_given_up_in_time(server, drip):
    def slowly(handler):
        handler.wfile.write(drip)
        for _second in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    server.pages["/a.ics"] = slowly
    began = time.monotonic()
    assert trouble_of(f"http://{server.host}/a.ics", server.limits(seconds=0.4)) == "too_slow"
    assert time.monotonic() - began < 2


def test_what_breaks_off_or_is_no_web_server_is_said(server):
    def short(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"only this")

    server.pages["/short"] = short
    server.pages["/noise"] = lambda handler: handler.wfile.write(b"\x00\x01\x02 not http\r\n\r\n")
    assert trouble_of(f"http://{server.host}/short", server.limits()) == "unreachable"
    assert trouble_of(f"http://{server.host}/noise", server.limits()) == "unreachable"


def test_a_server_that_is_not_there_is_said():
    with PartnerServer() as gone:
        limits, address = gone.limits(), f"http://{gone.host}/"
    assert trouble_of(address, limits) == "unreachable"


def test_a_certificate_nobody_vouches_for_is_refused(server, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path))
    with PartnerServer() as secure:
        secure.socket = context.wrap_socket(secure.socket, server_side=True)
        secure.handle_error = lambda *args: None
        threading.Thread(target=secure.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        secure.serve("/a.ics", b"words")
        assert trouble_of(f"https://{secure.host}/a.ics", secure.limits(schemes=("https",))) == "insecure"
        assert secure.asked == []
        secure.shutdown()


def _certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - dt.timedelta(days=1))
    signed = (
        builder.not_valid_after(now + dt.timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path
