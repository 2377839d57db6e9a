"""The command line: every command, put together."""

import click

from bot.commands.auditing import audit
from bot.commands.backing_up import backup
from bot.commands.checking import check
from bot.commands.counting import statistics
from bot.commands.demo import demo
from bot.commands.exporting import export
from bot.commands.inviting import invite
from bot.commands.protocol import protocol
from bot.commands.rekeying import rekey
from bot.commands.restoring import restore
from bot.commands.retaining import retention
from bot.commands.running import run


@click.group()
def main() -> None:
    """Screen, check in on and follow patients after dry needling, over Telegram."""


for command in (
    *(run, demo, check, protocol, invite, export),
    *(audit, backup, restore, rekey, retention, statistics),
):
    main.add_command(command)


if __name__ == "__main__":
    main()
