"""No changed page is silently read wrong, whatever of it has changed.

Every fixture's page is changed in hundreds of ways, and each of these mutants is read as a cycle
reads it: parser, acceptance, and the gate beside the original page as the last believed one. It
ends in exactly what the changed page truly says, or in an error or a hold that says what is wrong.

What nobody can tell from the bytes, and what is therefore right:
- A row that is not there, on a page that does not say how many it has: the page without it. The
  gate holds it where two of the leading ten are missing, or one in twenty; a single departure waits
  for the next capture.
- A page that ends cleanly after some rows: those rows. It is believed as far as it goes.
- A file whose publisher leaves the last line without its end: cut inside its last cell, that cell.
- A piece lost from the midst of a payload between the same places of two rows: one row made of the
  two. At most one is; the missing rows are what the gate sees.
- A figure that is missing where a score is computed from several (LiveBench): the score of those
  that are left, as its site computes it. Another scale of a single task in a single row is such.
- Rows of one name in another order: which of the two is which is told by their order alone.
- A column that is a model (the history of one row a day): under another name it is renamed.
- Letters that became `?`: a name with `?` is a name.
"""

from collections.abc import Callable

import pytest

from cli.recorded import Recorded
from tests.mutations.subject import PAGES, load
from tests.mutations.suite import run
from tests.mutations.summary import MUTANTS, recorded

_SHOWN = 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.board}-{page.day}")
def test_no_changed_page_is_silently_wrong(
    page: Recorded, record_property: Callable[[str, object], None]
) -> None:
    """Every mutant of the fixture is read right, or refused or held with a reason."""
    tally, faults = run(load(page))
    record_property(MUTANTS, recorded(tally))

    assert not faults, f"{len(faults)} mutants:\n" + "\n".join(faults[:_SHOWN])
