"""The deployments as the file that `prefect deploy` reads."""

from collections.abc import Iterable
from typing import Any

import prefect
import yaml
from prefect.deployments.runner import RunnerDeployment

_HEAD = """\
# The deployments of Podium for `prefect deploy --all`, which registers them on the server that
# PREFECT_API_URL names. `podium deploy` does the same, makes the work pool, the limits and the
# automation first, and removes what is no longer wanted.
#
# Written by `podium deploy --yaml`. The times of the schedules follow from PODIUM_CONTACT (here
# none of anybody's): write the file anew with yours, so that not everybody asks at once.
"""


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as they are read; nothing is shared by a reference."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out."""
        del data
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(deployments: Iterable[RunnerDeployment]) -> str:
    """The text of `prefect.yaml`."""
    content = {
        "name": "podium",
        "prefect-version": prefect.__version__,
        # The package is installed where a worker is: there is nothing to build, push or pull.
        "build": None,
        "push": None,
        "pull": [],
        "deployments": [_entry(each) for each in deployments],
    }
    text = yaml.dump(content, Dumper=_Dumper, sort_keys=False, width=100, allow_unicode=True)
    return _HEAD + text


def _entry(deployment: RunnerDeployment) -> dict[str, Any]:
    options = deployment.concurrency_options
    return {
        "name": deployment.name,
        "version": deployment.version,
        "tags": list(deployment.tags),
        "description": deployment.description,
        "entrypoint": deployment.entrypoint,
        "parameters": deployment.parameters,
        "work_pool": {
            "name": deployment.work_pool_name,
            "work_queue_name": deployment.work_queue_name,
        },
        "concurrency_limit": {
            "limit": deployment.concurrency_limit,
            "collision_strategy": options.collision_strategy.value if options else None,
        },
        "schedules": [_schedule(each.schedule) for each in deployment.schedules or ()],
    }


def _schedule(schedule: Any) -> dict[str, Any]:  # noqa: ANN401 - one of three kinds
    return {
        "interval": int(schedule.interval.total_seconds()),
        "anchor_date": schedule.anchor_date.isoformat(),
        "timezone": schedule.timezone,
        "active": True,
    }
