"""What happened and cannot be told yet, as while the rules cannot be read."""

from collections import defaultdict

from warehouse.sql import query
from warehouse.telling import Connection, Happened
from warehouse.timeline import Replayed, versions_of
from warehouse.units import go_alone


def put_off(connection: Connection, happened: Happened) -> None:
    """Keep what happened until somebody can tell of it.

    What is no news is kept, too: it may take back what was told. What is `fresh` now would be known
    where it is derived again before it was told.
    """
    replayed = happened.replayed
    parts = {"added": replayed.added, "forgotten": replayed.forgotten}
    if happened.is_news:
        fresh = versions_of(connection, replayed.live) - replayed.known
        parts["live"], parts["known"] = replayed.live, tuple(sorted(replayed.known))
        parts["fresh"] = tuple(sorted(fresh))
    parts["silent"] = tuple(sorted(happened.silent))
    parts["renamed"] = ("",) if happened.is_renamed else ()
    rows = [(part, name) for part, names in parts.items() for name in names]
    if rows:
        columns = {"parts": [part for part, _ in rows], "names": [name for _, name in rows]}
        connection.execute(query("put_off"), columns)


def take_up(connection: Connection, happened: Happened) -> Happened:
    """What happened, with all that was put off."""
    rows = connection.execute(query("untold")).fetchall()
    if not rows:
        return happened
    go_alone()  # it may be about any board
    connection.execute(query("forget_untold"))
    names: defaultdict[str, set[str]] = defaultdict(set)
    for part, name in rows:
        names[part].add(name)
    replayed = happened.replayed
    live = {*replayed.live} if happened.is_news else set()
    whole = Replayed(
        added=tuple(sorted({*replayed.added} | names["added"])),
        forgotten=tuple(sorted({*replayed.forgotten} | names["forgotten"])),
        live=tuple(sorted(live | names["live"])),
        known=(replayed.known | names["known"]) - names["fresh"],
    )
    is_renamed = happened.is_renamed or bool(names["renamed"])
    silent = happened.silent | names["silent"]
    return Happened(happened.boards, whole, silent, is_news=True, is_renamed=is_renamed)
