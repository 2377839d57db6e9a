"""Every command is found by its name, and loads no more than it needs."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import click

import bot.commands
from bot.__main__ import COMMANDS, main

HEAVY = ("bot.portal", "bot.demo", "bot.handbook", "rich")


def names_found() -> set[str]:
    """Collect the names of the commands in all modules, but those of a group."""
    modules = [
        import_module(f"bot.commands.{one.name}") for one in iter_modules(bot.commands.__path__)
    ]
    every = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, click.Command)
    ]
    groups = [command for command in every if isinstance(command, click.Group)]
    below = [command for group in groups for command in group.commands.values()]
    return {command.name or "" for command in every if command not in below}


def test_every_command_is_listed_and_bears_its_name() -> None:
    context = click.Context(main)

    listed = [main.get_command(context, name) for name in main.list_commands(context)]

    assert [command.name for command in listed if command] == list(COMMANDS)
    assert set(COMMANDS) == names_found()
    assert main.get_command(context, "fly") is None


def test_a_start_without_portal_loads_nothing_for_it() -> None:
    code = (
        "import sys; from bot.__main__ import main; main.get_command(None, 'run'); "
        "print(*sys.modules)"
    )
    loaded = subprocess.check_output([sys.executable, "-c", code], cwd=Path.cwd(), text=True)

    names = loaded.split()
    assert "bot.application" in names
    assert [name for name in names if name.startswith(HEAVY)] == []
