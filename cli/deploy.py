"""`podium deploy`: tell a Prefect server what there is to run, for workers on any machine."""

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import click

from cli.asking import as_json, examples, settings
from cli.cycle import quiet_prefect
from cli.show import counted, print_json
from leaderboard.text import clean

if TYPE_CHECKING:
    from flows.registering import Done


@click.command(epilog=examples("deploy", "deploy --yaml > prefect.yaml"))
@click.option("--yaml", "as_yaml", is_flag=True, help="Print prefect.yaml instead; ask no server.")
@as_json
def deploy(*, as_yaml: bool, as_json: bool) -> None:
    """Register work pool, limits, deployments and automation on a Prefect server.

    The server is the one that PREFECT_API_URL names. Each source gets a deployment at a time of its
    own; those of sources that are gone are removed. Afterwards `prefect worker start --pool podium`
    does the work, on as many machines as wanted. The same again changes nothing.
    """
    from leaderboard.source import load_sources

    used = settings()
    sources = load_sources(used.sources)
    quiet_prefect()
    from flows.deployments import POOL, all_deployments
    from flows.prefect_yaml import as_yaml as written
    from flows.registering import register_all

    if as_yaml:
        click.echo(written(all_deployments(used, sources, POOL)), nl=False)
        return
    done = asyncio.run(register_all(used, sources))
    if as_json:
        print_json(each._asdict() for each in done)
    else:
        _print(done)


def _print(done: "list[Done]") -> None:
    for each in done:
        if each.did != "kept":
            click.echo(clean(f"{each.did:<7}  {each.what} {each.name}"))
    for what, count in Counter(each.what for each in done if each.did == "kept").items():
        click.echo(f"kept     {counted(count, what)}")
