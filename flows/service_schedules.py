"""The schedules of `podium serve`: registered at its start, renewed when source files change."""

from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.runner import Runner

from flows.deployments import all_deployments
from flows.limits import all_limits
from flows.registering import (
    our_deployments,
    register_automation,
    register_deployments,
    register_limits,
)
from leaderboard.errors import PodiumError
from leaderboard.settings import Settings, beside
from leaderboard.source import Source, read_sources


class Schedules:
    """The deployments of the source files, kept as they say."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        self._read = self._times()
        self._sources: dict[str, Source] = {}
        self._deployments: dict[UUID, str] = {}
        self._runner: Runner | None = None

    async def register(self, client: PrefectClient) -> Mapping[UUID, str]:
        """Register what the source files say; returns the names of the deployments.

        A file that is wrong is told of, and its boards go on as they were.

        Raises:
            SourceFileError: there is no source file.
            SettingsError: a switch fits no channel.
        """
        sources = self._read_sources()
        await register_limits(client, all_limits(self._settings, sources))
        await register_automation(client, beside("automations") / "crashed.yaml")
        unread = {path.stem for path in self._paths()} - self._sources.keys()
        await register_deployments(client, all_deployments(self._settings, sources), unread)
        found = await our_deployments(client)
        self._deployments = {each.id: each.name for each in found.values()}
        if self._runner is not None:
            self.hand_to(self._runner)
        return self._deployments

    def hand_to(self, runner: Runner) -> None:
        """Let a runner run them; what it cannot find any more is never due."""
        self._runner = runner
        for deployment, name in self._deployments.items():
            # What adds one in public registers it again, which plans its next run anew.
            runner._deployment_registry.register_deployment(deployment, name)  # noqa: SLF001

    async def renew(self, client: PrefectClient) -> None:
        """Register again if a source file has changed since."""
        there = self._times()
        if there == self._read:
            return
        try:
            await self.register(client)
        except PodiumError as error:
            self._say(f"the source files changed, and the schedules did not: {error}")
        else:
            self._say("the source files changed: their schedules are renewed")
        self._read = there  # where the server was away, they are registered the next time

    def _read_sources(self) -> list[Source]:
        right, wrong = read_sources(self._settings.sources)
        for error in wrong:
            self._say(f"a source file is wrong: {error}")
        before, there = self._sources, {path.stem for path in self._paths()}
        kept = {name: source for name, source in before.items() if name in there}
        self._sources = kept | {source.publisher: source for source in right}
        return list(self._sources.values())

    def _paths(self) -> list[Path]:
        return sorted(self._settings.sources.glob("*.yml"))

    def _times(self) -> dict[str, int]:
        times = {}
        for path in self._paths():
            try:
                times[path.name] = path.stat().st_mtime_ns
            except FileNotFoundError:
                continue  # it is being replaced
        return times
