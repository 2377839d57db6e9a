"""`audit`: whether the log is as it was written, and its last line to keep elsewhere."""

import click

from bot.commands.opened import opened, refuse
from bot.storage import audit as log


@click.group()
def audit() -> None:
    """Look at the log of who did, saw or took what."""


@audit.command()
@click.option("--head", "heads", multiple=True, help="A last line noted earlier, as 12:ab34…")
def verify(heads: tuple[str, ...]) -> None:
    """Check that no line of the log was changed, added or taken out; ends with 1 if one was."""
    if strange := [head for head in heads if not head.partition(":")[0].isdecimal()]:
        refuse(
            [f"{head} is no line of the log; write what `audit head` printed." for head in strange]
        )
    with opened() as clinic:
        if faults := list(log.faults(clinic.db, heads)):
            refuse([*faults, "Keep the database as it is, and compare it with a backup."])
        click.echo(f"The log is whole, up to line {log.head(clinic.db)}")


@audit.command()
def head() -> None:
    """Print the last line's number and hash; noted elsewhere, it proves the log later."""
    with opened() as clinic:
        click.echo(log.head(clinic.db))
