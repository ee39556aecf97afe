"""Fetching a calendar: nothing but the internet can be reached, and no server keeps us longer or sends us more than we want."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from interviews import fetching

Server = Callable[..., str]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("0.0.0.0", False),  # noqa: S104 -- nothing is bound to it
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.0.2.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:7f00:1::", False),
    ],
)
def test_which_addresses_are_of_the_internet(address, public):
    assert fetching.is_public(address) is public


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://calendar.example.com/ical/x/basic.ics ", "https://calendar.example.com/ical/x/basic.ics"),
        ("webcal://calendar.example.com/x.ics?token=a%20b", "https://calendar.example.com/x.ics?token=a%20b"),
        ("https://calendar.example.com:443/x", "https://calendar.example.com:443/x"),
    ],
)
def test_an_address_is_kept_as_it_is(typed, kept):
    assert fetching.understood(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "calendar",
        "http://calendar.example.com/",
        "file:///etc/passwd",
        "gopher://calendar.example.com/",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "https://localhost/x",
        "https://intranet/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://calendar.example.com:8443/x",
        "https://calendar.example.com:99999/x",
        "https://ivan:secret@calendar.example.com/x",
        "https://calendar.example.com/a b",
        "https://calendar.example.com/a\r\nHost: other",
        "https://kälender.example.com/",
        "https://[::1",
    ],
)
def test_what_leads_elsewhere_is_refused_in_words(typed):
    with pytest.raises(fetching.Unreachable, match=r"[.]$"):
        fetching.understood(typed)


@pytest.mark.parametrize("host", ["localhost", "0x7f.1", "2130706433", "127.1"])
def test_a_name_that_resolves_to_this_machine_is_not_gone_to(host):
    with pytest.raises(fetching.Unreachable):
        fetching.fetch(f"https://{host}/")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> str:
    """Of 127.0.0.1, signed by itself: a file with key and certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begins = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), begins, begins + timedelta(days=9))
    signed = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    made = signed.sign(key, hashes.SHA256())
    path = tmp_path_factory.mktemp("server") / "both.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem))
    return str(path)


@pytest.fixture
def serving(certificate) -> Iterator[Server]:
    """Starts a server that answers one request with some bytes, piece by piece, and gives its address."""
    listeners = []

    def start(*pieces: bytes, pause: float = 0) -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=answer, args=(listener, context, pieces, pause), daemon=True).start()
        return f"https://127.0.0.1:{listener.getsockname()[1]}/x.ics"

    yield start
    for listener in listeners:
        listener.close()


def answer(listener: socket.socket, context: ssl.SSLContext, pieces: tuple[bytes, ...], pause: float) -> None:
    try:
        with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
            connection.recv(65536)
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
    except OSError:
        return  # whoever asked has hung up


def fetch(address: str, certificate: str, **options) -> bytes:
    context = ssl.create_default_context(cafile=certificate)
    return fetching.fetch(address, allowed=lambda _: True, context=context, **options)


def test_what_stands_there_comes(serving, certificate):
    assert fetch(serving(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), certificate) == b"hello"


def test_this_machine_is_not_asked_however_it_answers(serving, certificate):
    address = serving(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")

    with pytest.raises(fetching.Unreachable, match="This address leads to a private network"):
        fetching.fetch(address, context=ssl.create_default_context(cafile=certificate))


def test_a_certificate_of_nobodys_is_not_trusted(serving):
    with pytest.raises(fetching.Unreachable, match="The certificate of this address is not valid"):
        fetching.fetch(serving(b""), allowed=lambda _: True)


@pytest.mark.parametrize(
    ("pieces", "sentence"),
    [
        ([b"HTTP/1.1 302 Found\r\nLocation: https://10.0.0.1/\r\nContent-Length: 0\r\n\r\n"], "only leads to another one"),
        ([b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"], "it answers 404"),
        ([b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"], "it answers 500"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"], "came only in part|Nothing could be read"),
        ([b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 500_000] * 7], "larger than 3 MB"),
        ([b"SSH-2.0-OpenSSH_9.2\r\n"], "Nothing could be read"),
        ([b""], "Nothing could be read"),
    ],
)
def test_what_is_no_calendar_there_is_said_so(serving, certificate, pieces, sentence):
    with pytest.raises(fetching.Unreachable, match=sentence):
        fetch(serving(*pieces), certificate)


@pytest.mark.parametrize("pieces", [[b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 500], [b"H"] * 500], ids=["body", "head"])
def test_a_server_that_drips_is_left(serving, certificate, pieces):
    with pytest.raises(fetching.Unreachable, match=r"Nothing could be read|came only in part"):
        fetch(serving(*pieces, pause=0.02), certificate, seconds=0.4)
