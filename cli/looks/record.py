"""What is watched and what is on record of it: sources, captures, boards, alerts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cli.alerts_findings import of_deliveries, of_setup, read_setup
from cli.asking import now, published, settings
from cli.looks.finding import Finding
from cli.sources import Row, ago, boards_of, check_sources, seen_boards
from leaderboard.capture import Outcome
from leaderboard.text import moment

_FEW = 5


def sources() -> Iterator[Finding]:
    """Whether the files that say what is watched are right."""
    for each in check_sources(settings().sources):
        text = each.error or f"{each.file}: {boards_of(each)}"
        yield Finding("problem" if each.error else "ok", "sources", text)


def record() -> Iterator[Finding]:
    """What readers have, and what was not believed of late."""
    file = settings().published_file
    if not file.is_file():
        first = "`podium demo`, `podium backfill` or `podium run` begins it"
        yield Finding("note", "record", f"nothing has been recorded yet at {file}; {first}")
        return
    with published() as reader:
        outcomes = reader.ask("outcomes").rows
        ((snapshots,),) = reader.run("SELECT count(*) FROM record.snapshots").rows
        rejections = reader.ask("late_rejections", {"limit": _FEW}).rows
        ((proposed,),) = reader.ask("open_renames").rows
    counts = ", ".join(f"{count} {outcome}" for outcome, count in outcomes) or "none"
    size = f"{file.stat().st_size / 1e6:.1f} MB"
    yield Finding("ok", "record", f"{file}, {size}, {_published_at(file)}")
    yield Finding("ok", "record", f"{snapshots} snapshots; captures: {counts}")
    for board, observed_at, outcome, reason in rejections:
        was = "is held" if outcome == Outcome.SUSPECT else "was rejected"
        text = f"{board}: the page of {moment(observed_at)} UTC {was}: {reason}"
        yield Finding("note", "record", text)
    if proposed:
        text = f"{proposed} names may have changed; `podium renames` lists them"
        yield Finding("note", "record", text)


def _published_at(file: Path) -> str:
    at = datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(tzinfo=None)
    return f"published {moment(at)} UTC, {ago(now() - at)}"


def boards() -> Iterator[Finding]:
    """How it stands with every board."""
    for name, board in seen_boards().items():
        yield _board(name, board)


def _board(name: str, board: Row) -> Finding:
    if board["state"] == "ok":
        seen = f"last seen as of {moment(board['last_accepted_at'])} UTC"
        return Finding("ok", "boards", f"{name}: {board['models']} models, {seen}")
    if board["last_attempt_at"] is None:
        text = f"{name} was never captured; `podium run {name}` does it"
        return Finding("note", "boards", text)
    if board["state"] == "empty":
        text = f"{name}: its archive has had no file for the days asked for"
        return Finding("note", "boards", text)
    if board["state"] == "suspect":
        text = f"{name}: the last page is held until another agrees; its reason stands above"
        return Finding("note", "boards", text)
    if board["state"] == "stale":
        text = f"{name}: its source shows nothing new since"
        return Finding("note", "boards", f"{text} {moment(board['last_accepted_at'])} UTC")
    text = f"{name}: last attempt {board['state']} {moment(board['last_attempt_at'])} UTC"
    query = "SELECT board, reason FROM captures ORDER BY attempted_at DESC LIMIT 5"
    return Finding("problem", "boards", f'{text}; see podium sql "{query}"')


def alerts() -> Iterator[Finding]:
    """Rules, receivers and the outbox."""
    used = settings()
    setup = read_setup(used)
    for verdict, text in of_setup(setup):
        yield Finding(verdict, "alerts", text)
    if setup.rules is not None:
        active, count = len(setup.rules.active), len(setup.rules.rules)
        yield Finding("ok", "alerts", f"{used.rules}: {active} of {count} rules tell something")
    if setup.receivers is not None and setup.receivers.names:
        yield Finding("ok", "alerts", f"receivers: {', '.join(setup.receivers.names)}")
    if used.published_file.is_file():
        with published() as reader:
            opened = reader.ask("open_deliveries").records()
        for verdict, text in of_deliveries(opened):
            yield Finding(verdict, "alerts", text)
