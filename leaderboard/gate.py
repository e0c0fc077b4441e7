"""What a board's standing must pass to be believed, as far as its source file says otherwise."""

from datetime import date, datetime, time
from typing import Annotated

from pydantic import Field, model_validator

from leaderboard.channel import Duration, Model

Share = Annotated[float, Field(ge=0, le=1)]


class Gate(Model):
    """How much a standing may differ from the one before it; what is measured is in docs/gate.md.

    `leading` is how many from the top may not go missing unconfirmed. `missing` is the share of the
    models both standings should show that may go missing at once, `shrunk` the least share of the
    rows before that is believed at all. `certainty` is that from which a changed name is applied,
    `doubt` that from which it is proposed. A proposal expires after `confirmation`, half
    the board's cadence where it is not given.
    """

    leading: Annotated[int, Field(ge=1)] = 10
    missing: Share = 0.05
    shrunk: Share = 0.5
    certainty: Share = 0.98
    doubt: Share = 0.5
    confirmation: Duration | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Gate":
        if self.doubt > self.certainty:
            raise ValueError("expected doubt <= certainty")
        return self


class Epoch(Model):
    """A day from which the publisher measures otherwise; nothing is compared across it."""

    since: date
    reason: Annotated[str, Field(min_length=1)]

    @property
    def starts_at(self) -> datetime:
        """The first moment of that day, in UTC."""
        return datetime.combine(self.since, time())
