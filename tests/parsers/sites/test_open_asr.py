"""The tables of the Open ASR leaderboard."""

import csv
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.standing import Standing
from parsers.sites import open_asr
from tests.parsers.pages import make_page

FIXTURES = Path("fixtures/open-asr")
SHORT = (FIXTURES / "english/2026-03-26/page.csv").read_text(encoding="utf-8")
LONG = (FIXTURES / "english-longform/2026-03-26/page.csv").read_text(encoding="utf-8")
MULTI = (FIXTURES / "fleurs-it/2026-03-26/page.csv").read_text(encoding="utf-8")
DATASETS = "AMI, Earnings22, Gigaspeech, LS Clean, LS Other, SPGISpeech, Tedlium, Voxpopuli"
OF_SHORT = f"mean of {DATASETS.replace(',', ' WER,')} WER"
OF_LONG = "mean of coraal_avg, earnings21, earnings22, tedlium"


def _parse(text: str, name: str = "en_shortform.csv") -> Standing:
    return open_asr.parse(make_page(text.encode(), f"https://board.example/data/{name}"))


@pytest.mark.parametrize(
    ("path", "rows", "method", "example"),
    [
        ("2026-03-26/en_shortform.csv", 86, OF_SHORT, ("openai/whisper-large-v3", 7.44)),
        ("2026-05-13/en_shortform.csv", 87, OF_SHORT, ("facebook/mms-1b-fl102", 39.79625)),
        ("2026-03-26/en_longform.csv", 32, OF_LONG, ("elevenlabs/scribe_v1", 5.896666667)),
        ("2026-03-26/multilingual.csv#de_fleurs", 30, None, ("elevenlabs/scribe_v2", 2.3)),
        ("2026-03-26/multilingual.csv#es_fleurs", 30, None, ("Qwen/Qwen3-ASR-1.7B", 3.0)),
        ("2026-03-26/multilingual.csv#fr_fleurs", 30, None, ("elevenlabs/scribe_v2", 2.86)),
        ("2026-03-26/multilingual.csv#it_fleurs", 30, None, ("elevenlabs/scribe_v2", 0.94)),
        ("2026-03-26/multilingual.csv#pt_fleurs", 30, None, ("elevenlabs/scribe_v2", 2.63)),
    ],
)
def test_real_tables_are_read_whole(
    captures: Path, path: str, rows: int, method: str | None, example: tuple[str, float]
) -> None:
    """As many rows as lines below the header; each model once, each with its rate and maker."""
    text = (captures / "open-asr" / path.partition("#")[0]).read_text(encoding="utf-8")

    standing = _parse(text, path)

    assert len(standing.entries) == len(text.splitlines()) - 1 == rows
    assert len({entry.key for entry in standing.entries}) == rows
    assert example in [(entry.model, entry.score) for entry in standing.entries]
    assert all(e.organization == e.model.split("/")[0] for e in standing.entries)
    assert all(entry.score is not None for entry in standing.entries)
    assert (standing.method, standing.unknown) == (method, ())


def test_the_model_that_came_in_between_is_the_only_difference(captures: Path) -> None:
    """From March to May 2026 the short-form board has one more model."""
    march, may = (
        {
            e.model
            for e in _parse((captures / "open-asr" / day / "en_shortform.csv").read_text()).entries
        }
        for day in ("2026-03-26", "2026-05-13")
    )

    assert may - march == {"soundsgoodai/Zipformer-transducer-XL-290M"}


@pytest.mark.parametrize("mark", ["", "-1"])
def test_a_model_that_was_not_measured_has_no_score(mark: str) -> None:
    """An empty cell and -1 are no rates, neither the mean nor a part of it."""
    text = SHORT.replace("zoom/scribe_v1,5.47,", f"zoom/scribe_v1,{mark},")
    part = SHORT.replace("5.42,524.88,2,Open,8.13,", f"5.04,524.88,2,Open,{mark},")
    language = MULTI.replace("1.31", mark)

    assert [e.score for e in _parse(text).entries][:3] == [5.42, None, 6.0]
    assert _parse(part).entries[0].score == 5.04
    assert _parse(language, "multilingual.csv#it_fleurs").entries[-1].score is None


def test_a_model_without_one_of_the_sets_has_the_mean_of_the_others() -> None:
    """As the long-form board prints it: scribe_v1 was not measured on CORAAL."""
    assert _parse(LONG, "en_longform.csv").entries[0].score == 5.896666667


def test_columns_under_each_others_names_are_refused() -> None:
    """The mean is not the mean of what the headers say then."""
    with pytest.raises(LayoutError, match="mean of their parts"):
        _parse(SHORT.replace("RTFx", "X").replace("AMI WER", "RTFx").replace("X", "AMI WER"))


def test_a_new_data_set_is_another_method_and_is_told() -> None:
    """Every mean changes with it, and no model has moved for it."""
    rows = list(csv.reader(SHORT.splitlines()))
    text = "\n".join(",".join([*row, "New WER" if row is rows[0] else "9.9"]) for row in rows)

    standing = _parse(text)

    assert standing.unknown == ("New WER",)
    assert standing.method is not None
    assert "New WER" in standing.method


def test_a_new_language_is_no_change_and_a_new_kind_of_column_is_told() -> None:
    """Boards of other languages stand in the same file."""
    text = MULTI.replace("de_covost", "nl_covost").replace("RTFx", "Latency")

    assert _parse(text, "multilingual.csv#it_fleurs").unknown == ("Latency",)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (LONG, "en_shortform.csv", "columns model, Avg. WER"),
        (SHORT, "en_longform.csv", "columns model_id, Average"),
        (SHORT, "multilingual.csv#de_fleurs", "columns model, de_fleurs"),
        (SHORT, "en_other.csv", "expected one of the files en_shortform.csv, en_longform.csv"),
        (MULTI, "multilingual.csv", "expected a column such as de_fleurs, found ''"),
        (MULTI, "multilingual.csv#nl_fleurs", "columns model, nl_fleurs"),
        (MULTI, "multilingual.csv#Avg", "expected a column such as de_fleurs, found 'Avg'"),
        ("404: Not Found", "en_shortform.csv", "expected one table with the columns"),
    ],
)
def test_another_board_at_this_address_is_refused(text: str, name: str, said: str) -> None:
    """Each file has columns of its own, and each language its own column."""
    with pytest.raises(LayoutError, match=said):
        _parse(text, name)


def test_a_file_that_is_cut_inside_a_row_is_refused() -> None:
    """Up to its last cell: these files end without a newline, so no more can be told."""
    last = SHORT.rindex(",")
    row = SHORT.rindex("\n")

    for end in range(row + 2, last + 1):
        with pytest.raises(LayoutError, match="expected 13 cells in every row"):
            _parse(SHORT[:end])


def test_a_rate_that_is_no_number_is_refused() -> None:
    """A rate in per cent has no sign of it here."""
    with pytest.raises(LayoutError, match="expected a number"):
        _parse(SHORT.replace("zoom/scribe_v1,5.47,", "zoom/scribe_v1,5.47%,"))
