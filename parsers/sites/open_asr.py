"""Open ASR: word error rates in per cent, in one CSV file for each form of speech."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.delimited import read_csv
from parsers.means import expect_means, mean_of
from parsers.numbers import number
from parsers.rows import Row

MISSING = ("", "-1")
IGNORED = {"RTFx", "Model size (B)", "License", "Avg (without CORAAL)"}
OF_LANGUAGE = re.compile(r"[a-z]{2}_(?:covost|fleurs|mls)")
# Means are published to the hundredth; two rows of some eighty are off by more.
ROUNDED_BY = 0.01


@dataclass(frozen=True, slots=True)
class Form:
    """How a file names its columns: the model, the mean, and what it is the mean of."""

    model: str
    score: str
    parts: frozenset[str]


FORMS = {
    "en_shortform.csv": Form(
        "model",
        "Avg. WER",
        frozenset(
            {
                *("AMI WER", "Earnings22 WER", "Gigaspeech WER", "LS Clean WER"),
                *("LS Other WER", "SPGISpeech WER", "Tedlium WER", "Voxpopuli WER"),
            }
        ),
    ),
    "en_longform.csv": Form(
        "model_id", "Average", frozenset({"earnings21", "earnings22", "tedlium", "coraal_avg"})
    ),
}


def parse(page: Page) -> Standing:
    """The name of the file says which form it is; of many languages, the fragment names one.

    A column that is not known is taken to be of the mean, and then nothing is recomputed.
    """
    name = urlsplit(page.url).path.rpartition("/")[2]
    if name == "multilingual.csv":
        return _of_language(page)
    if name not in FORMS:
        files = ", ".join([*FORMS, "multilingual.csv"])
        raise LayoutError(f"expected one of the files {files}, found {name!r}")
    return _of_english(page, FORMS[name])


def _of_english(page: Page, form: Form) -> Standing:
    table = read_csv(page, (form.model, form.score), ends_open=True)
    parts = [h for h in table.headers if h not in {form.model, form.score, *IGNORED}]
    unknown = table.unknown({form.model, form.score, *form.parts, *IGNORED})
    entries = [_entry(row, form.model, form.score) for row in table.rows]
    if not unknown:
        scored = zip(entries, table.rows, strict=True)
        expect_means(((entry.score, _known(row, parts)) for entry, row in scored), ROUNDED_BY)
    return Standing(keyed_by_name(entries), unknown=unknown, method=mean_of(parts))


def _of_language(page: Page) -> Standing:
    if not page.part.endswith("_fleurs"):
        raise LayoutError(f"expected a column such as de_fleurs, found {page.part!r}")
    table = read_csv(page, ("model", page.part), ends_open=True)
    others = {header for header in table.headers if OF_LANGUAGE.fullmatch(header)}
    return Standing(
        keyed_by_name([_entry(row, "model", page.part) for row in table.rows]),
        unknown=table.unknown({"model", "Avg", *others, *IGNORED}),
    )


def _known(row: Row, parts: list[str]) -> list[float]:
    """The figures that are there: a model without one of them has the mean of the others."""
    found = (number(row[part], missing=MISSING) for part in parts)
    return [score for score in found if score is not None]


def _entry(row: Row, model: str, score: str) -> Entry:
    maker, slash, _ = row[model].partition("/")
    return Entry(
        key=row[model],
        model=row[model],
        organization=maker if slash else None,
        score=number(row[score], missing=MISSING),
    )
