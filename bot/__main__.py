"""The command line: every command by its name, and the module it is in."""

import gc
from importlib import import_module

import click

COMMANDS = {
    "run": "running",
    "demo": "demo",
    "check": "checking",
    "protocol": "protocol",
    "invite": "inviting",
    "export": "exporting",
    "audit": "auditing",
    "backup": "backing_up",
    "restore": "restoring",
    "rekey": "rekeying",
    "retention": "retaining",
    "statistics": "counting",
}


class Commands(click.Group):
    """Loads the command that is called and no other, so that nobody waits for the rest."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, the most needed first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by its name."""
        return _load(cmd_name) if cmd_name in COMMANDS else None


@click.group(cls=Commands)
def main() -> None:
    """Screen, check in on and follow patients after dry needling, over Telegram."""


def _load(name: str) -> click.Command:
    # What is loaded stays: looking for rubbish in it would take a sixth of a start.
    gc.disable()
    try:
        command = getattr(import_module(f"bot.commands.{COMMANDS[name]}"), name)
    finally:
        gc.freeze()
        gc.enable()
    if not isinstance(command, click.Command):
        raise TypeError(f"{name} is no command")
    return command


if __name__ == "__main__":
    main()
