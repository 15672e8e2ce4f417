"""One POST: to the address that was judged, to nobody else's certificate, never endlessly."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from iop.api.webhooks import lines, posting

TOLD = (b"{}", {"webhook-id": "msg_1"})


def ask():
    return TOLD


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "fec0::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "2002:0a00:0001::",
        "2001:0:a00:1::",
        "224.0.0.1",
        "0.0.0.0",  # noqa: S104
        "100.64.0.1",
    ],
)
def test_private_addresses_are_not_public(address):
    assert not lines.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_addresses_of_the_open_internet_are(address):
    assert lines.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://2130706433/x",
        "https://10.0.0.1/x",
        "ftp://a.b/x",
        "https://u:p@a.example/x",
        "https://@a.example/x",
        "https://a.example/#x",
        "https://a.example:port/",
        "https://a.example:99999/",
        "https://a.example:0/",
        "https://[::1",
        "https://a.example\\@10.0.0.1/",
        "https://a.example/a b",
        "https://bücher.example/",
        "https://a.example/\n",
        "https://a.example/" + "x" * 500,
        "",
    ],
)
def test_what_is_no_public_address_is_refused(url, settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    assert lines.why_not_address(url) is not None
    assert posting.post(url, ask).outcome in ("not_allowed", "no_answer")


@pytest.mark.parametrize("url", ["https://hooks.example.org/iop?from=1", "https://hooks.example.org:8443/"])
def test_a_public_address_is_taken(url, settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    assert lines.why_not_address(url) is None


def leads_to(monkeypatch, *places):
    """Let every name lead to these addresses and ports."""
    monkeypatch.setattr(lines.socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", place) for place in places])


def test_a_name_of_which_one_address_is_private_is_not_called(settings, monkeypatch):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    leads_to(monkeypatch, ("93.184.216.34", 443), ("10.0.0.1", 443))
    monkeypatch.setattr(lines.socket, "create_connection", lambda *a, **k: pytest.fail("called"))
    assert posting.post("https://hooks.example.org/x", ask).outcome == "not_allowed"


def test_an_address_that_cannot_be_reached_lets_the_next_be_tried(monkeypatch):
    tried = []

    def connect(place, timeout):
        tried.append(place[0])
        raise OSError

    monkeypatch.setattr(lines, "_judged", lambda host, port: ["2606:2800:220:1::1", "93.184.216.34"])
    monkeypatch.setattr(lines.socket, "create_connection", connect)
    assert posting.post("https://hooks.example.org/x", ask).outcome == "no_answer"
    assert tried == ["2606:2800:220:1::1", "93.184.216.34"]


def test_nothing_is_asked_for_when_nobody_is_there():
    assert posting.post("http://127.0.0.1:9/x", lambda: pytest.fail("asked")).outcome == "no_answer"


@pytest.fixture
def talker():
    """A receiver that takes the line and goes on talking, a letter at a time."""
    listening, gone = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def talk():
        line, _ = listening.accept()
        with line:
            line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while not gone.wait(0.02):
                try:
                    line.sendall(b"x")
                except OSError:
                    gone.set()

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    gone.set()
    thread.join(5)
    listening.close()


def test_one_that_never_stops_talking_is_cut_off(talker, monkeypatch):
    monkeypatch.setattr(lines, "WHOLE_SECONDS", 0.3)
    assert posting.post(f"http://127.0.0.1:{talker}/x", ask).outcome == "no_answer"


@pytest.fixture
def secure(tmp_path, monkeypatch):
    """Give what starts a receiver with a certificate for a name, made by an authority that this machine trusts."""
    started = []

    def start(name):
        certificate = tmp_path / f"{name}.pem"
        certificate.write_bytes(_certificate(name))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        server = HTTPServer(("127.0.0.1", 0), _Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        _Handler.came = []
        leads_to(monkeypatch, ("127.0.0.1", server.server_port))
        return server.server_port

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    came: list = []

    def do_POST(self):
        _Handler.came.append((self.path, self.headers["Host"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


def _certificate(name):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    told = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return told + made.public_bytes(serialization.Encoding.PEM)


def test_the_certificate_is_asked_for_the_name_though_the_address_is_called(secure):
    port = secure("hooks.example.org")
    assert posting.post(f"https://hooks.example.org:{port}/x?y=1", ask).outcome == "arrived"
    assert _Handler.came == [("/x?y=1", f"hooks.example.org:{port}")]


def test_a_certificate_for_another_name_is_told_nothing(secure):
    port = secure("elsewhere.example.org")
    assert posting.post(f"https://hooks.example.org:{port}/x", lambda: pytest.fail("asked")).outcome == "no_answer"
    assert _Handler.came == []


def test_a_certificate_of_nobody_that_is_trusted_is_told_nothing(secure, monkeypatch):
    port = secure("hooks.example.org")
    monkeypatch.delenv("SSL_CERT_FILE")
    assert posting.post(f"https://hooks.example.org:{port}/x", lambda: pytest.fail("asked")).outcome == "no_answer"
