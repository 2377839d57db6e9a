"""`invite`: a link that lets one person in."""

import asyncio

import click

from bot.clinic import Clinic
from bot.commands.opened import REFUSED_BY_TELEGRAM, opened, refuse
from bot.pathway import invitations
from bot.pathway.invitations import NoRegionError
from bot.storage.database import transaction
from bot.telegram.bot import make_bot, name_of
from bot.telegram.failures import TokenRefusedError

NO_REGION = (
    "CLINIC_REGION is not set, so no patient can begin: they would see no emergency number."
    " Write the clinic's country in .env, as in CLINIC_REGION=de."
)
NO_PATIENTS_NAME = "Patients are known by a code. Leave --name out; it is for staff."


@click.command()
@click.argument("role", type=click.Choice(["patient", *invitations.STAFF_ROLES]))
@click.option("--name", default="", help="The name that colleagues see, as in: Dr. Kim.")
def invite(role: str, name: str) -> None:
    """Print a link that lets one person in, once."""
    if name and role == "patient":
        refuse([NO_PATIENTS_NAME])
    with opened() as clinic:
        try:
            bot_name = asyncio.run(_bot_name(clinic))
        except TokenRefusedError:
            refuse([REFUSED_BY_TELEGRAM])
        try:
            with transaction(clinic.db):
                token = invitations.invite(clinic, role=role, name=name, by="operator")
        except NoRegionError:
            refuse([NO_REGION])
        days = clinic.settings.invitation_days
        click.echo(f"For one {role}, once, within {days} days:")
        if bot_name:
            click.echo(invitations.link(bot_name, token))
        else:
            click.echo(f"Telegram cannot be reached now. Send the bot this text: /start {token}")


async def _bot_name(clinic: Clinic) -> str:
    token = clinic.settings.telegram_bot_token
    if token is None:
        return ""
    return await name_of(make_bot(token.get_secret_value(), clinic.settings.telegram_api_url))
