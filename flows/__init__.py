"""The seam: what runs when. Plain functions do the work, Prefect schedules and shows it."""

import os

# Said before Prefect is imported: no telemetry.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
