"""`podium sql`, and the sandbox that it runs in."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from leaderboard.errors import QueryError
from tests.cli.conftest import Ask, rows
from warehouse.sandbox import run_sql

ENDLESS = "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT max(x) FROM a"
MEGABYTE = 1 << 20


@pytest.fixture
def file(home: Path) -> Path:
    """The published record."""
    return home / "podium.duckdb"


def test_values_come_with_their_types(file: Path) -> None:
    """Times, days and decimals are what they are in Python, and equal names are told apart."""
    table = run_sql(
        file,
        "SELECT TIMESTAMP '2026-05-28 08:00' t, DATE '2026-05-28' d, 1.50::DECIMAL(5,2) m, "
        "[1, 2] l, {'a': 'b'} s, NULL n, 9007199254740993 a, 'x' a",
    )

    assert table.columns == ("t", "d", "m", "l", "s", "n", "a", "a_2")
    (row,) = table.rows
    assert row[:3] == (datetime(2026, 5, 28, 8), date(2026, 5, 28), Decimal("1.50"))  # noqa: DTZ001
    assert row[3:] == ([1, 2], {"a": "b"}, None, 9007199254740993, "x")


def test_every_type_of_the_engine_can_be_shown(file: Path) -> None:
    """Nothing that a query can select breaks the answer, at the ends of each type's range."""
    assert len(run_sql(file, "FROM test_all_types()").rows) == 3


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM standings",
        "FROM boards;",
        "WITH b AS (FROM boards) SELECT board FROM b",
        "DESCRIBE changes",
        "SHOW TABLES",
        "SUMMARIZE captures",
        "EXPLAIN SELECT 1",
        "VALUES (1)",
        "FROM history('acme/chess', 'beta')",
        "-- a comment\nSELECT 1 -- and one more",
    ],
)
def test_what_reads_is_allowed(sql: str, file: Path) -> None:
    """Every form of reading one statement has rows."""
    assert run_sql(file, sql).rows


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("", "found nothing"),
        (" ; ; -- nothing", "found nothing"),
        ("SELECT 1; SELECT 2", "found SELECT and SELECT"),
        ("SELECT 1; DROP TABLE record.boards", "found SELECT and DROP"),
        ("CALL enable_logging()", "found CALL"),
        ("SET threads = 1", "found SET"),
        ("PRAGMA threads = 1", "found"),
        ("COPY boards TO '/dev/null'", "found COPY"),
        ("ATTACH ':memory:' AS m", "found ATTACH"),
        ("INSTALL httpfs", "found LOAD"),
        ("LOAD httpfs", "found LOAD"),
        ("INSERT INTO record.boards FROM record.boards", "found INSERT"),
        ("DELETE FROM record.boards", "found DELETE"),
        ("CREATE TEMP TABLE t AS SELECT 1", "found CREATE"),
        ("BEGIN", "found TRANSACTION"),
    ],
)
def test_what_does_not_read_is_refused_by_its_kind(sql: str, found: str, file: Path) -> None:
    """Only one statement that reads is run; the message says what was found instead."""
    with pytest.raises(QueryError, match=f"expected .* {found}"):
        run_sql(file, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_csv('{secret}')",
        "FROM '{secret}'",
        "FROM read_text('{secret}')",
        "FROM read_blob('{secret}')",
        "FROM glob('{secret}*')",
        "FROM query('SELECT * FROM read_text(''{secret}'')')",
        "FROM sniff_csv('{secret}')",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{secret}.out'",
        "EXPLAIN ANALYZE DELETE FROM record.boards",
        "SELECT getenv('PODIUM_TEST_SECRET')",
        "FROM secret_of_python",
        "FROM duckdb_secrets()",
    ],
)
def test_nothing_but_the_record_can_be_read(
    sql: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file, no environment, no variable of who asks, and no writing through EXPLAIN."""
    secret_of_python = [{"a": "hidden"}]
    monkeypatch.setenv("PODIUM_TEST_SECRET", secret_of_python[0]["a"])
    secret = tmp_path / "secret.csv"
    secret.write_text("a\nhidden\n")

    with pytest.raises(QueryError) as refused:
        run_sql(file, sql.format(secret=secret))

    assert "hidden" not in str(refused.value)
    assert [secret] == list(tmp_path.iterdir())


def test_logging_to_a_file_writes_none(file: Path, tmp_path: Path) -> None:
    """DuckDB 1.5 lets a SELECT turn its logging on despite the lock; no file comes of it."""
    log = tmp_path / "log"
    sql = f"FROM enable_logging(storage = 'file', storage_path = '{log}')"
    try:
        run_sql(file, sql)
    except QueryError as refused:
        assert "locked" in str(refused)  # noqa: PT017 - 2.0 refuses, 1.5.5 has no effect

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT len(range(300000000))",
        "SELECT list(range) FROM range(100000000)",
        "SELECT repeat('x', 2000000000)",
    ],
)
def test_memory_has_an_end(sql: str, file: Path) -> None:
    """A query that wants more than its memory fails in words, and this process does not grow."""
    with pytest.raises(QueryError, match="memory of 256 MB"):
        run_sql(file, sql, memory_bytes=256 * MEGABYTE)


def test_a_row_has_an_end(file: Path) -> None:
    """One giant value cannot fill the memory of who asks."""
    with pytest.raises(QueryError, match="a row takes more than 16 MB"):
        run_sql(file, "SELECT repeat('x', 20000000)")


def test_time_has_an_end(file: Path) -> None:
    """An endless query is stopped on the second."""
    with pytest.raises(QueryError, match=r"took longer than 0\.5 s"):
        run_sql(file, ENDLESS, seconds=0.5)


def test_a_mistake_is_explained_by_the_engine(file: Path) -> None:
    """A message keeps the engine's hint and the place in the query, without a traceback."""
    with pytest.raises(QueryError) as failed:
        run_sql(file, "SELECT model FROM standing")

    assert 'Did you mean "standings"' in str(failed.value)
    assert "LINE 1" in str(failed.value)
    assert "Traceback" not in str(failed.value)


def test_bytes_that_are_no_text_are_refused(file: Path) -> None:
    """SQL that is not UTF-8, as a shell can hand it over, is an error in words."""
    with pytest.raises(QueryError, match="UTF-8"):
        run_sql(file, "SELECT '\udcff'")


def test_sql_comes_from_the_argument_or_the_input(ask: Ask) -> None:
    """A query is an argument, or is read from standard input for `-` or none."""
    query = "SELECT count(*) AS n FROM boards"

    assert rows(ask("sql", query, "--json")) == [{"n": 1}]
    assert rows(ask("sql", "-", "--json", input=query)) == [{"n": 1}]
    assert rows(ask("sql", "--json", input=query)) == [{"n": 1}]


def test_csv_defuses_what_a_page_says(ask: Ask) -> None:
    """A model named like a formula is text to a spreadsheet."""
    result = ask("sql", "SELECT model, -1 AS n FROM standings WHERE unseen ORDER BY 1", "--csv")

    assert "'=zeta,-1" in result.stdout.splitlines()
    assert "\x1b" not in result.stdout


def test_a_long_table_is_cut_with_a_note_and_csv_is_whole(ask: Ask) -> None:
    """A table shows the first rows and says so; CSV and JSON have all."""
    table = ask("sql", "FROM range(1500)")

    assert len(table.stdout.splitlines()) == 1001
    assert "the first 1000 rows" in table.stderr
    assert len(ask("sql", "FROM range(1500)", "--csv").stdout.splitlines()) == 1501
    assert len(rows(ask("sql", "FROM range(1500)", "--json"))) == 1500


def test_no_rows_is_said(ask: Ask) -> None:
    """An empty result is told, and is an empty list in JSON."""
    assert ask("sql", "SELECT 1 WHERE false").stdout.endswith("no rows\n")
    assert rows(ask("sql", "SELECT 1 WHERE false", "--json")) == []


def test_an_error_of_a_query_ends_with_1(ask: Ask) -> None:
    """A query that fails says why on standard error, escapes included, and nothing else."""
    result = ask("sql", "SELECT error('\x1b[31mboo')")

    assert (result.exit_code, result.stdout) == (1, "")
    assert r"\x1b[31mboo" in result.stderr
