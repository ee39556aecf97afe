"""Fetching a calendar from an address that somebody typed, without being led anywhere else.

The address has to be one of the internet: https on its own port, no address of a private network or of this machine, whatever its
name resolves to. The connection goes to the very address that was looked at, so a name that answers differently the second time
leads nowhere. No redirects, no cookies, no credentials, at most 3 MB and ten seconds.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from interviews.busy import LARGEST

SECONDS = 10
NOT_PUBLIC = "This address leads to a private network. Give one that can be reached from the internet."
#: Ways to write an IPv4 address inside one of IPv6; what is meant is the one inside.
WRAPPED = [ipaddress.ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class Unreachable(Exception):  # noqa: N818 -- a finding in words, not an error of the program
    """Its text says what is wrong with the address and what to do."""


def is_public(address: str) -> bool:
    """Whether this IP address is one of the internet: neither private, nor of this machine, nor reserved, nor many at once."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif any(ip in network for network in WRAPPED):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def understood(typed: str) -> str:
    """The address in the way it is kept: `webcal` is https. `Unreachable` says what is wrong with others."""
    address = typed.strip()
    if address.lower().startswith(("webcal://", "webcals://")):
        address = "https://" + address.split("://", 1)[1]
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Unreachable("This is no address. Copy it from your calendar: it begins with https://.") from None
    if parts.scheme.lower() != "https" or not host:
        raise Unreachable("Give an address that begins with https://.")
    if port not in {None, 443}:
        raise Unreachable("Give an address without a port. Calendars are read at the usual one for https.")
    if parts.username is not None or parts.password is not None:
        raise Unreachable("Give an address without a name and a password in it: your calendar's secret address needs none.")
    if not address.isascii() or any(sign <= " " for sign in address):
        raise Unreachable("This address has signs that no address has. Copy it again from your calendar.")
    try:
        is_private = not is_public(host.strip("[]"))
    except ValueError:  # a name; what it resolves to is looked at whenever it is read
        is_private = host.lower() == "localhost" or "." not in host
    if is_private:
        raise Unreachable(NOT_PUBLIC)
    return address


def fetch(
    address: str,
    *,
    allowed: Callable[[str], bool] = is_public,
    context: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """What stands at an address that was understood, at most 3 MB. `Unreachable`, with a sentence, for everything else.

    `allowed` says to which IP addresses one may go, `context` whose certificates to trust, `seconds` how long it may take in all.
    """
    parts = urlsplit(address)
    connection = _Connection(parts.hostname or "", parts.port or 443, allowed, context or ssl.create_default_context(), seconds)
    # However slowly a server answers, byte by byte, it ends then.
    end = threading.Timer(seconds, connection.hang_up)
    end.start()
    try:
        return _read(connection, parts.path or "/", parts.query)
    except ssl.SSLCertVerificationError:
        raise Unreachable("The certificate of this address is not valid. Look whether the address is right.") from None
    except (OSError, http.client.HTTPException, UnicodeError, AttributeError, ValueError):
        # Hung up in the middle of an answer, the libraries say so in several ways.
        raise Unreachable("Nothing could be read at this address. Open it in a browser to see whether it is right.") from None
    finally:
        end.cancel()
        connection.close()


def _read(connection: "_Connection", path: str, query: str) -> bytes:
    headers = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Fairloop", "Connection": "close"}
    connection.request("GET", f"{path}?{query}" if query else path, headers=headers)
    answer = connection.getresponse()
    if 300 <= answer.status < 400:
        raise Unreachable("This address only leads to another one. Give the address at which the calendar itself is.")
    if answer.status in {401, 403, 404, 410}:
        raise Unreachable(f"There is no calendar at this address any more (it answers {answer.status}). Copy the address again.")
    if answer.status != 200:
        raise Unreachable(f"The other calendar has a problem (it answers {answer.status}). It will be tried again.")
    content = answer.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreachable("This calendar is larger than 3 MB. Choose one with your busy times only.")
    if answer.length or connection.is_over:
        raise Unreachable("The calendar came only in part. It will be tried again.")
    return content


class _Connection(http.client.HTTPSConnection):
    """To the first address that the name resolves to, if one may go to all of them."""

    def __init__(self, host: str, port: int, allowed: Callable[[str], bool], context: ssl.SSLContext, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds, context=context)
        self.allowed, self.trusts, self.is_over = allowed, context, False
        self.line: socket.socket | None = None  # http.client lets go of its own when the last answer has begun

    def connect(self) -> None:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        if not found or not all(self.allowed(str(where[0])) for *_, where in found):
            raise Unreachable(NOT_PUBLIC)
        family, kind, protocol, _, where = found[0]
        plain = socket.socket(family, kind, protocol)
        plain.settimeout(self.timeout)
        self.sock = self.line = plain
        plain.connect(where)
        self.sock = self.line = self.trusts.wrap_socket(plain, server_hostname=self.host)
        if self.is_over:
            raise TimeoutError

    def hang_up(self) -> None:
        """From another thread: whatever waits for the server waits no longer."""
        self.is_over = True
        if self.line:
            try:
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)
            except OSError:
                return
