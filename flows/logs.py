"""What the service says while it works: one line for each thing that happened, without secrets.

JSON on one line where standard error is not a terminal, coloured words on one. What Prefect and
other libraries log comes through the same renderer. Rooms below this one log by the standard
library, with facts in `extra`, to loggers below `podium`.

A person who runs a command in a terminal reads the command's own words, and no log: it is on for
runs that belong to a deployment, for processes that serve them, and wherever PODIUM_LOG says so.
"""

import logging
import sys
import traceback
from typing import Literal, TextIO

import msgspec
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from flows.known_secrets import masker_of
from leaderboard.masking import Masker
from leaderboard.settings import Settings
from leaderboard.text import clean

Form = Literal["json", "text", "off"]
_OFF = logging.CRITICAL + 1
# Loggers whose records end at handlers of their own, unless these are taken away.
_OTHERS = ("", "uvicorn", "uvicorn.access", "uvicorn.error", "fastapi", "prefect._internal")
# Those whose records Prefect sends to its API.
_SENT = ("prefect.flow_runs", "prefect.task_runs", "prefect.workers", "prefect.extra")
_LONG = frozenset({"exception", "stack"})


def start_logs(settings: Settings, *, is_service: bool) -> None:
    """Let this process log as its settings say; to be called before it does anything."""
    configure(form_of(settings, is_service=is_service), masker_of(settings))


def form_of(settings: Settings, *, is_service: bool) -> Form:
    """How the log is to be written: by PODIUM_LOG, else on for the service and off for people."""
    if settings.log:
        return settings.log
    if not is_service:
        return "off"
    return "text" if sys.stderr is not None and sys.stderr.isatty() else "json"


def configure(form: Form, masker: Masker, stream: TextIO | None = None) -> None:
    """Write the log of this process in that form, to standard error unless told otherwise.

    It may be called again. With "off" nothing of ours is written, and what libraries log is left as
    it is, but for the secrets in what Prefect would send to its API.
    """
    ours = logging.getLogger("podium")
    ours.propagate = False
    for name in _SENT:
        for handler in logging.getLogger(name).handlers:
            _mask(handler, masker)
    if form == "off":
        _write_to(ours, None)
        ours.setLevel(_OFF)
        return
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter(form, masker))
    ours.setLevel(logging.INFO)
    _write_to(ours, handler)
    for name in _OTHERS:
        logging.getLogger(name).propagate = True
        _write_to(logging.getLogger(name), None if name else handler)
    logging.captureWarnings(capture=True)


def _write_to(logger: logging.Logger, handler: logging.Handler | None) -> None:
    for old in tuple(logger.handlers):
        logger.removeHandler(old)
    logger.addHandler(handler or logging.NullHandler())


def _mask(handler: logging.Handler, masker: Masker) -> None:
    """Take secrets out of all that goes to the handler."""
    for old in [each for each in handler.filters if isinstance(each, _MaskingFilter)]:
        handler.removeFilter(old)
    handler.addFilter(_MaskingFilter(masker))


class _MaskingFilter(logging.Filter):
    """Lets every record pass, its words and its error without secrets."""

    def __init__(self, masker: Masker) -> None:
        super().__init__()
        self._masker = masker

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._masker.text(record.getMessage()), None
        if record.exc_info:
            text = "".join(traceback.format_exception(*record.exc_info))
            record.exc_text, record.exc_info = self._masker.text(text.rstrip()), None
        return True


def formatter(form: Form, masker: Masker) -> structlog.stdlib.ProcessorFormatter:
    """What makes lines of records, whoever logged them."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_FACTS, structlog.stdlib.ExtraAdder(), _named],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _Masking(masker),
            _as_json if form == "json" else _as_words(),
        ],
    )


class _Masking:
    """Takes secrets out of every value, and escapes whatever could break a line or a terminal."""

    def __init__(self, masker: Masker) -> None:
        self._masker = masker

    def __call__(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        return {
            clean(str(name)): _cleaned(self._masker.value(str(name), value), is_long=name in _LONG)
            for name, value in event.items()
        }


def _cleaned(value: object, *, is_long: bool = False) -> object:
    if isinstance(value, str):
        if value.isprintable():
            return value
        return "\n".join(map(clean, value.split("\n"))) if is_long else clean(value)
    if isinstance(value, dict):
        return {clean(name): _cleaned(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    return value


def _as_json(_: WrappedLogger, __: str, event: EventDict) -> str:
    """One line, the time, the level and the event first."""
    first = {name: event.pop(name) for name in ("time", "level", "event") if name in event}
    return msgspec.json.encode({**first, **event}, enc_hook=str).decode()


def _as_words() -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=True,
        timestamp_key="time",
        exception_formatter=structlog.dev.plain_traceback,  # rich ones show variables
    )


def _named(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Say whose record it is; of ours that is known."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and not record.name.startswith("podium"):
        event["logger"] = record.name
    return event


_FACTS: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
)
# Set when this module is imported, so that nobody's line lands on standard output before.
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_FACTS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
)
logging.getLogger("podium").setLevel(_OFF)
log: structlog.stdlib.BoundLogger = structlog.get_logger("podium")
