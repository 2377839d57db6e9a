"""The portal's pages, one module a topic; a page is added in its module's PAGES."""

from bot.portal.pages import (
    access_log,
    care,
    exporting,
    figures,
    flags,
    home,
    inviting,
    looks,
    patient,
    patients,
    protocol,
    sign_in,
    team,
)

PAGES = (
    *home.PAGES,
    *patients.PAGES,
    *patient.PAGES,
    *flags.PAGES,
    *care.PAGES,
    *inviting.PAGES,
    *exporting.PAGES,
    *figures.PAGES,
    *protocol.PAGES,
    *team.PAGES,
    *access_log.PAGES,
    *sign_in.PAGES,
    *looks.PAGES,
)
