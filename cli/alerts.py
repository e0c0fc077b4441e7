"""`podium alerts`: what is told of the changes, to whom, and how far it got."""

import click

from cli.alerts_preview import preview
from cli.alerts_sending import deliver, resend
from cli.alerts_silence import silence
from cli.alerts_status import status
from cli.alerts_test import test
from cli.asking import examples


@click.group(
    epilog=examples(
        "alerts preview --since 90d",
        "alerts test",
        "alerts status",
        "alerts resend --dead",
        "alerts silence arena/text --until 3d",
        "alerts deliver",
    )
)
def alerts() -> None:
    """What is told of the changes, to whom, and how far it got.

    The rules are those of PODIUM_RULES. Receivers have their addresses from PODIUM_RECEIVER_<NAME>
    or from the file of PODIUM_RECEIVERS. Every run sends what is due.
    """


for command in (preview, test, status, resend, silence, deliver):
    alerts.add_command(command)
