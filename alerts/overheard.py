"""What Apprise says of a failure, kept from every log and put into words without secrets.

Its plugins give nothing but True or False; what went wrong they log, often with the address, or
with what the service answered. So while we call it nothing of that reaches a log: we take the HTTP
status, or the error that was being handled when it was logged, and say it in our own words.
"""

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from typing import NamedTuple


class Said(NamedTuple):
    """A warning of the log, and the error that was being handled meanwhile."""

    text: str
    error: BaseException | None


_heard: ContextVar[list[Said] | None] = ContextVar("_heard", default=None)
_STATUS = re.compile(r"\berror=(\d{3})\b")
# In the order they are looked for among an error and its causes.
_ERRORS = {
    "ConnectionRefusedError": "expected a connection, found it refused",
    "gaierror": "expected a host of that name, found none",
    "ConnectTimeout": "expected a connection, found none in time",
    "ReadTimeout": "expected an answer, found none in time",
    "SSLError": "expected a certificate that can be trusted, found another",
    "SMTPAuthenticationError": "expected user and password to be taken, found them refused",
    "SMTPRecipientsRefused": "expected the mail to be taken for its recipients, found them refused",
    "SMTPSenderRefused": "expected the mail to be taken from its sender, found it refused",
    "TooManyRedirects": "expected an answer, found redirects without end",
    "TimeoutError": "expected an answer, found none in time",
    "ConnectionResetError": "expected an answer, found the connection closed",
    "RemoteDisconnected": "expected an answer, found the connection closed",
    "SMTPServerDisconnected": "expected an answer, found the connection closed",
    "SMTPResponseException": "expected the mail to be taken, found it refused",
    "ConnectionError": "expected a connection, found none",
}


class _Listener(logging.Filter):
    """Takes the records of this thread out of the log while somebody overhears."""

    def filter(self, record: logging.LogRecord) -> bool:
        heard = _heard.get()
        if heard is None:
            return True
        if record.levelno >= logging.WARNING:
            heard.append(Said(record.getMessage(), sys.exc_info()[1]))
        return False


_LISTENER = _Listener()
# urllib3 logs the path of every request, which for a webhook is a secret.
_LOGGERS = tuple(map(logging.getLogger, ("apprise", "urllib3.connectionpool")))


@contextmanager
def overhear() -> Iterator[list[Said]]:
    """What Apprise warns of in this thread; nothing it logs goes anywhere else."""
    for logger in _LOGGERS:
        logger.addFilter(_LISTENER)  # adds it once
    if not _LOGGERS[0].isEnabledFor(logging.WARNING):
        _LOGGERS[0].setLevel(logging.WARNING)
    heard: list[Said] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def in_words(heard: list[Said]) -> str:
    """Expected and found, of the first failure that was logged; empty where none can be told."""
    for said in heard:
        if said.error is not None:
            return _of_error(said.error)
        if found := _STATUS.search(said.text):
            return _of_status(int(found[1]))
    return ""


def _of_status(code: int) -> str:
    try:
        found = f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        found = str(code)
    if HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES:
        return (
            f"expected the message to be taken, found it refused in an answer with status {found}"
        )
    return f"expected status 2xx, found {found}"


def _of_error(error: BaseException) -> str:
    chain = _chain(error)
    names = {kind.__name__ for each in chain for kind in type(each).__mro__}
    words = next((words for name, words in _ERRORS.items() if name in names), None)
    code = next(
        (c for each in chain if isinstance(c := getattr(each, "smtp_code", None), int)), None
    )
    words = words or f"expected the message to be taken, found a {type(error).__name__}"
    return words if code is None else f"{words} with code {code}"


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what it came from, by whichever of four ways its library keeps that."""
    chain: list[BaseException] = []
    ahead: list[object] = [error]
    while ahead:
        each = ahead.pop(0)
        if isinstance(each, BaseException) and each not in chain:
            chain.append(each)
            ahead += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
    return chain
