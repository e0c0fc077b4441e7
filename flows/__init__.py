"""The seam: what runs when. Plain functions do the work, Prefect schedules and shows it."""

import os

from flows.parent import end_with_service

# Said before Prefect is imported: no telemetry.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")

# A run of `podium serve` does not outlive it, from its first import of ours on.
end_with_service()
