"""When a message is sent: digests and quiet hours on days that the clocks change, and retries."""

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from alerts.rules import Rule
from alerts.timing import MOST_ATTEMPTS, due, retry_at, silenced
from tests.alerts.changes import rule

NOW = datetime.fromisoformat("2026-05-28T10:00")


def _due(one: Rule, now: str) -> str:
    """The time in UTC that a message made at the time is due at."""
    found = due(one, datetime.fromisoformat(now))
    assert found.tzinfo is None
    return found.isoformat(" ", "minutes")


def test_without_digest_and_quiet_hours_it_is_due_now(tmp_path: Path) -> None:
    """To the microsecond."""
    now = NOW.replace(microsecond=7)

    assert due(rule(tmp_path, ""), now) == now


@pytest.mark.parametrize(
    ("digest", "now", "expected"),
    [
        ('1d, at: "08:00"', "2026-05-28 07:59", "2026-05-28 08:00"),
        ('1d, at: "08:00"', "2026-05-28 08:00", "2026-05-29 08:00"),
        ('1d, at: "08:00"', "2026-12-31 09:00", "2027-01-01 08:00"),
        ('1d, at: "08:00", zone: Asia/Kolkata', "2026-05-28 02:29", "2026-05-28 02:30"),
        ('1d, at: "08:00", zone: Asia/Kolkata', "2026-05-28 02:30", "2026-05-29 02:30"),
        ('1d, at: "08:00", zone: Pacific/Kiritimati', "2026-05-28 17:00", "2026-05-28 18:00"),
        # Thursday 28 May 2026
        ('1w, at: "08:00"', "2026-05-28 10:00", "2026-06-01 08:00"),
        ('1w, at: "08:00", on: thursday', "2026-05-28 07:00", "2026-05-28 08:00"),
        ('1w, at: "08:00", on: thursday', "2026-05-28 08:00", "2026-06-04 08:00"),
        ('1w, at: "00:30", on: monday, zone: Asia/Kolkata', "2026-05-31 18:59", "2026-05-31 19:00"),
        (
            '1w, at: "22:00", on: sunday, zone: America/New_York',
            "2026-06-01 01:00",
            "2026-06-01 02:00",
        ),
        # Berlin leaps from 02:00 to 03:00 on 29 March, and goes back from 03:00 on 25 October
        ('1d, at: "08:00", zone: Europe/Berlin', "2026-03-28 07:00", "2026-03-29 06:00"),
        ('1d, at: "02:30", zone: Europe/Berlin', "2026-03-28 01:30", "2026-03-29 01:30"),
        ('1d, at: "02:30", zone: Europe/Berlin', "2026-03-29 01:30", "2026-03-30 00:30"),
        ('1d, at: "08:00", zone: Europe/Berlin', "2026-10-24 06:00", "2026-10-25 07:00"),
        ('1d, at: "02:30", zone: Europe/Berlin', "2026-10-25 00:00", "2026-10-25 00:30"),
        ('1d, at: "02:30", zone: Europe/Berlin', "2026-10-25 00:30", "2026-10-26 01:30"),
        (
            '1w, at: "08:00", on: sunday, zone: Europe/Berlin',
            "2026-03-22 07:00",
            "2026-03-29 06:00",
        ),
        # New York leaps from 02:00 to 03:00 on 8 March, and goes back from 02:00 on 1 November
        ('1d, at: "02:30", zone: America/New_York', "2026-03-08 06:59", "2026-03-08 07:30"),
        ('1d, at: "02:30", zone: America/New_York', "2026-03-08 07:30", "2026-03-09 06:30"),
        ('1d, at: "01:30", zone: America/New_York', "2026-11-01 05:00", "2026-11-01 05:30"),
        ('1d, at: "01:30", zone: America/New_York', "2026-11-01 05:30", "2026-11-02 06:30"),
        ('1d, at: "18:00", zone: America/New_York', "2026-10-31 22:00", "2026-11-01 23:00"),
        # Apia had no 30 December 2011
        ('1d, at: "08:00", zone: Pacific/Apia', "2011-12-29 18:00", "2011-12-30 18:00"),
        ('1d, at: "08:00", zone: Pacific/Apia', "2011-12-30 18:00", "2011-12-31 18:00"),
    ],
)
def test_a_digest_is_due_at_its_next_time(
    tmp_path: Path, digest: str, now: str, expected: str
) -> None:
    """Strictly after now, once a day or week by the clock there, whatever the clocks do."""
    assert _due(rule(tmp_path, f"digest: {{every: {digest}}}"), now) == expected


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Europe/Berlin", "2026-03-29"), ("America/New_York", "2026-11-01"), ("UTC", "2026-05-28")],
)
@pytest.mark.parametrize("at", ["00:00", "01:30", "02:30", "03:00", "23:59"])
def test_a_digest_comes_once_a_day(tmp_path: Path, zone: str, day: str, at: str) -> None:
    """Of all the minutes of three days about a change of the clocks, each leads to the next one."""
    one = rule(tmp_path, f'digest: {{every: 1d, at: "{at}", zone: {zone}}}')
    start = datetime.fromisoformat(day) - timedelta(days=1)
    moments = [start + timedelta(minutes=minute) for minute in range(3 * 24 * 60)]
    times = sorted({due(one, moment) for moment in moments})

    assert len(times) >= 3
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert all(timedelta(hours=23) <= gap <= timedelta(hours=25) for gap in gaps)
    assert all(moment < due(one, moment) for moment in moments[::97])


@pytest.mark.parametrize(
    ("quiet", "now", "expected"),
    [
        ('"22:00", until: "07:00"', "2026-05-28 21:59", "2026-05-28 21:59"),
        ('"22:00", until: "07:00"', "2026-05-28 22:00", "2026-05-29 07:00"),
        ('"22:00", until: "07:00"', "2026-05-29 00:00", "2026-05-29 07:00"),
        ('"22:00", until: "07:00"', "2026-05-29 06:59", "2026-05-29 07:00"),
        ('"22:00", until: "07:00"', "2026-05-29 07:00", "2026-05-29 07:00"),
        ('"12:00", until: "13:30"', "2026-05-28 12:10", "2026-05-28 13:30"),
        ('"12:00", until: "13:30"', "2026-05-28 23:10", "2026-05-28 23:10"),
        ('"00:00", until: "06:00"', "2026-05-28 00:00", "2026-05-28 06:00"),
        ('"22:00", until: "00:00"', "2026-05-28 23:59", "2026-05-29 00:00"),
        ('"22:00", until: "07:00", zone: Asia/Kolkata', "2026-05-28 16:29", "2026-05-28 16:29"),
        ('"22:00", until: "07:00", zone: Asia/Kolkata', "2026-05-28 16:30", "2026-05-29 01:30"),
        # the nights that the clocks change: eight hours or ten, and seven by the clock all the same
        ('"22:00", until: "07:00", zone: Europe/Berlin', "2026-03-28 21:00", "2026-03-29 05:00"),
        ('"22:00", until: "07:00", zone: Europe/Berlin', "2026-10-24 20:00", "2026-10-25 06:00"),
        ('"22:00", until: "07:00", zone: America/New_York', "2026-03-08 03:00", "2026-03-08 11:00"),
        ('"22:00", until: "07:00", zone: America/New_York', "2026-11-01 02:00", "2026-11-01 12:00"),
        # ending at a time that comes twice: quiet each time that the clock shows it
        ('"22:00", until: "02:30", zone: Europe/Berlin', "2026-10-25 00:10", "2026-10-25 00:30"),
        ('"22:00", until: "02:30", zone: Europe/Berlin', "2026-10-25 00:40", "2026-10-25 00:40"),
        ('"22:00", until: "02:30", zone: Europe/Berlin', "2026-10-25 01:10", "2026-10-25 01:30"),
        # ending at a time that is leapt over
        ('"22:00", until: "02:30", zone: Europe/Berlin', "2026-03-29 00:50", "2026-03-29 01:30"),
        ('"02:15", until: "02:45", zone: Europe/Berlin', "2026-03-29 01:00", "2026-03-29 01:00"),
    ],
)
def test_in_quiet_hours_it_is_due_at_their_end(
    tmp_path: Path, quiet: str, now: str, expected: str
) -> None:
    """Also over midnight; their end is no longer quiet."""
    assert _due(rule(tmp_path, f"quiet: {{from: {quiet}}}"), now) == expected


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("hours", [("22:00", "07:00"), ("01:15", "02:20"), ("02:20", "01:45")])
@pytest.mark.parametrize("day", ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-25"])
def test_nothing_is_due_in_quiet_hours(
    tmp_path: Path, zone: str, hours: tuple[str, str], day: str
) -> None:
    """Whatever the clocks do, what is due is at or after now, and is not put off again."""
    start, until = hours
    one = rule(tmp_path, f'quiet: {{from: "{start}", until: "{until}", zone: {zone}}}')
    begin = datetime.fromisoformat(day) - timedelta(days=1)
    moments = [begin + timedelta(minutes=7 * step) for step in range(450)]
    times = [due(one, moment) for moment in moments]

    assert all(moment <= at for moment, at in zip(moments, times, strict=True))
    assert [due(one, at) for at in times] == times


def test_a_digest_that_falls_into_quiet_hours_is_due_at_their_end(tmp_path: Path) -> None:
    """Each by its own clock."""
    fields = 'digest: {every: 1d, at: "23:00"}\nquiet: {from: "22:00", until: "07:00"}'
    one = rule(tmp_path, f"{fields[:-1]}, zone: Europe/Berlin}}")

    assert _due(one, "2026-05-28 10:00") == "2026-05-29 05:00"


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-11-30 23:59", True), ("2026-12-01 07:59", True), ("2026-12-01 08:00", False)],
)
def test_silence_lasts_until_its_end(tmp_path: Path, now: str, expected: bool) -> None:  # noqa: FBT001 - a case
    """The end itself is no longer silent; a rule without one never is."""
    now_ = datetime.fromisoformat(now)

    assert silenced(rule(tmp_path, "silence_until: 2026-12-01T08:00Z"), now_) is expected
    assert not silenced(rule(tmp_path, ""), now_)


@pytest.mark.parametrize(
    ("attempts", "jitter", "seconds"),
    [
        *((1, 0, 30), (2, 0, 60), (3, 0, 120), (4, 0, 240), (5, 0, 480), (6, 0, 900)),
        *((7, 0, 900), (MOST_ATTEMPTS - 1, 0, 900), (1, 1, 36), (2, 0.5, 66), (200, 1, 1080)),
    ],
)
def test_waits_double_up_to_a_quarter_of_an_hour(
    attempts: int, jitter: float, seconds: float
) -> None:
    """Jitter adds a fifth at most."""
    assert retry_at(attempts, NOW, jitter) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(("jitter", "days"), [(0, 3.0), (0.5, 3.3), (1, 3.6)])
def test_after_about_three_days_it_is_given_up(jitter: float, days: float) -> None:
    """The last of the attempts is the last one."""
    now, attempts = NOW, 1
    while (later := retry_at(attempts, now, jitter)) is not None:
        now, attempts = later, attempts + 1

    assert attempts == MOST_ATTEMPTS
    assert (now - NOW) / timedelta(days=1) == pytest.approx(days, abs=0.01)
    assert retry_at(MOST_ATTEMPTS + 1, NOW, jitter) is None
