"""Asks other hosts whether an address is there, or hands them something: the only door out.

Besides mail, that is. People wrote the addresses, so it trusts none of them: web addresses only, no
address of an inner network (every host is looked up once and that answer is used), no body is read,
and each request ends after a fixed time however slowly it is answered.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 5
# The host is there and does not want to be asked by a machine; a reader may well get in.
NOT_FOR_MACHINES = {401, 403, 429, 451, 999}
KEPT_AS_WRITTEN = "/%:?=&#+,;@!$'()*~[]"
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Answer:
    """What came back; `problem` is empty when the address is there.

    Attributes:
        status: the last HTTP status; None when there was none.
        problem: "address", "private", "unreachable", "certificate", "slow", "redirects", "answer".
    """

    status: int | None = None
    problem: str = ""


class Refused(Exception):
    """The address is not asked, or did not answer; the only argument is the problem."""


@dataclass(frozen=True)
class Visitor:
    """Who asks, and how.

    Attributes:
        agent: the name it gives itself.
        pause: called with the host before each request.
        timeout: seconds that one request may take.
        may_be_private: whether inner networks may be asked; for tests.
    """

    agent: str
    pause: Callable[[str], None]
    timeout: float = 10
    may_be_private: bool = False

    def visit(self, url: str) -> Answer:
        """Ask for an address: HEAD, and GET where a host refuses that; redirects are followed."""
        status = None
        try:
            for _number in range(MOST_REDIRECTS + 1):
                status, location = self._ask("HEAD", url)
                if status >= 400:
                    status, location = self._ask("GET", url)
                if status not in REDIRECTS or not location:
                    break
                url = urljoin(url, location)
            else:
                return Answer(status, "redirects")
        except Refused as error:
            return Answer(status, str(error))
        broken = status >= 400 and status not in NOT_FOR_MACHINES
        return Answer(status, "answer" if broken else "")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Hand a body over, once; where the host leads on is not followed: nothing is told there.

        Args:
            headers: what goes along, such as a key; never to another address than this one.
        """
        try:
            status, _location = self._ask("POST", url, body, headers)
        except Refused as error:
            return Answer(None, str(error))
        if 200 <= status < 300:
            return Answer(status)
        return Answer(status, "redirects" if status in REDIRECTS else "answer")

    def _ask(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        """Return (status, where it leads).

        Raises:
            Refused: when there is no answer, or the address is not one to ask.
        """
        parts, host, port = _parts(url)
        self.pause(host)
        address = self._address(host, port)
        expired = threading.Event()
        connection = _connection(parts.scheme, host, port)
        timer = threading.Timer(self.timeout, _end, [connection, expired])
        timer.daemon = True
        timer.start()
        try:
            _connect(connection, parts.scheme, (address, port), host, self.timeout)
            sent = {"User-Agent": self.agent, **(headers or {})}
            connection.request(method, _target(parts), body=body, headers=sent)
            response = connection.getresponse()
            return response.status, response.getheader("Location", "")
        except ssl.SSLCertVerificationError as error:
            raise Refused("certificate") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            is_slow = expired.is_set() or isinstance(error, TimeoutError)
            raise Refused("slow" if is_slow else "unreachable") from error
        finally:
            timer.cancel()
            connection.close()

    def _address(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Refused("unreachable") from error
        addresses = [str(row[4][0]) for row in found]
        if not self.may_be_private and not all(map(is_public, addresses)):
            raise Refused("private")
        return addresses[0]


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the open internet."""
    number = ip_address(address.partition("%")[0])
    if isinstance(number, IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if inner is not None:
            number = inner
    return number.is_global and not number.is_multicast


def _parts(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise Refused("address") from error
    if not port or not parts.hostname or parts.username:
        raise Refused("address")
    return parts, parts.hostname, port


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=KEPT_AS_WRITTEN)
    return f"{path}?{quote(parts.query, safe=KEPT_AS_WRITTEN)}" if parts.query else path


def _connection(scheme: str, host: str, port: int) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    return kind(host, port)


def _connect(
    connection: http.client.HTTPConnection,
    scheme: str,
    address: tuple[str, int],
    host: str,
    timeout: float,
) -> None:
    connection.sock = socket.create_connection(address, timeout)
    if scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(connection.sock, server_hostname=host)


def _end(connection: http.client.HTTPConnection, expired: threading.Event) -> None:
    expired.set()
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
