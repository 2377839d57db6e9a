"""What dry needling and this bot are, topic by topic: by button, by command, by typed label."""

from bot.chat import about as pages
from bot.chat.advice import Surroundings
from bot.pathway.judging import around
from bot.telegram.command import EVERYBODY, Command
from bot.telegram.visit import Visit


def about(visit: Visit, rest: str) -> None:
    """Tell what this bot is and is not, or the topic that is named."""
    meant = pages.topic_meant(visit.clinic.protocol, visit.language, rest)
    if meant is not None:
        visit.send(pages.topic(visit.clinic.protocol, meant, _around(visit)))
        return
    surroundings = _around(visit)
    text = visit.say(
        "about.text", emergency=surroundings.emergency, clinic_phone=surroundings.phone
    )
    visit.send(pages.overview(visit.clinic.protocol, visit.language, text))


def choose(visit: Visit, key: str) -> None:
    """Show a topic in place of the page whose button was tapped."""
    if key in visit.clinic.protocol.topics:
        visit.post.replace(pages.topic(visit.clinic.protocol, key, _around(visit)))
    else:
        about(visit, "")


def typed(visit: Visit, words: str) -> bool:
    """Show the topic whose label was typed in full; False when it was none."""
    key = pages.topic_named(visit.clinic.protocol, visit.language, words)
    if key is None:
        return False
    visit.send(pages.topic(visit.clinic.protocol, key, _around(visit)))
    return True


def _around(visit: Visit) -> Surroundings:
    if visit.patient is not None:
        return around(visit.clinic, visit.patient)
    settings = visit.clinic.settings
    return Surroundings(
        language=visit.language,
        region=visit.clinic.region(),
        clinic_phone=settings.clinic_phone,
        clinic_hours=settings.clinic_hours,
        clinicians=0,
    )


COMMANDS = (Command(name="about", run=about, roles=EVERYBODY),)
MENUS = {"about": choose}
