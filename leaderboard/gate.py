"""What a board's standing must pass to be believed, as far as its source file says otherwise."""

from datetime import date, datetime, time
from typing import Annotated

from pydantic import Field, model_validator

from leaderboard.channel import Duration, Model

Share = Annotated[float, Field(ge=0, le=1)]


class Gate(Model):
    """How much a standing may differ from the one before it; docs/acceptance.md says why.

    Of the `leading` models no two may go missing at once, nor more than the share `missing` of all
    that both standings should show; else the standing is held. A later page must have the share
    `least_rows` of its rows to tell what becomes of it. From `certainty` on a changed name is
    applied at once, from `likely` on when the next capture bears it out, and from `doubt` on it is
    proposed; that capture comes `confirmation` later or more.
    """

    leading: Annotated[int, Field(ge=1)] = 10
    missing: Share = 0.05
    least_rows: Share = 0.5
    certainty: Share = 0.98
    likely: Share = 0.8
    doubt: Share = 0.5
    confirmation: Duration | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Gate":
        if not self.doubt <= self.likely <= self.certainty:
            raise ValueError("expected doubt <= likely <= certainty")
        return self


class Epoch(Model):
    """A day from which the publisher measures otherwise; nothing is compared across it."""

    since: date
    reason: Annotated[str, Field(min_length=1)]

    @property
    def starts_at(self) -> datetime:
        """The first moment of that day, in UTC."""
        return datetime.combine(self.since, time())
