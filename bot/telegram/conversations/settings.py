"""What a patient can set: zone, language, quiet hours, hours of check-ins, how charts look."""

from collections.abc import Callable
from datetime import time

from bot.charts import THEMES
from bot.chat.enrolment import choice
from bot.chat.payload import Button, fitted, in_rows, message
from bot.locales import languages, say
from bot.pathway import enrolment
from bot.pathway.booking import replan
from bot.storage import audit, patients
from bot.telegram.command import PATIENTS, Command, Joined
from bot.telegram.visit import Visit

NIGHTS = ("20:00-07:00", "21:00-08:00", "22:00-08:00", "23:00-09:00", "00:00-00:00")
HOURS = ("7", "8", "9", "12", "17", "18", "19", "20")


def show(visit: Visit, rest: str) -> None:
    """Show what is set, with a button for each."""
    visit.send(overview(visit))


def overview(visit: Visit) -> dict[str, object]:
    """Word all that is set, with a button for each."""
    patient = visit.member
    hour = patient.reminder_hour
    text = visit.say(
        "settings.now",
        zone=patient.zone or "–",
        language=visit.say("language.name"),
        quiet=_night_words(visit, f"{patient.quiet_from}-{patient.quiet_to}"),
        hour=f"{hour}:00" if hour is not None else visit.say("settings.hour_of_session"),
        diary=_evening_words(visit, patient.diary_hour),
        picture=visit.say(f"settings.picture.{patient.picture}"),
        region=visit.say(f"region.{patient.region or 'xx'}"),
    )
    parts = ("zone", "language", "quiet", "hour", "diary", "picture", "region")
    buttons = [choice(visit.say(f"settings.{part}"), "settings", part) for part in parts]
    return message(text, in_rows(buttons, 2))


def _night_words(visit: Visit, night: str) -> str:
    start, end = night.split("-")
    return visit.say("settings.no_quiet") if start == end else f"{start}-{end}"


def open_part(visit: Visit, part: str) -> None:
    """Show the choices of one setting."""
    build = _PARTS.get(part)
    visit.post.replace(build(visit) if build else overview(visit))


def _zone(visit: Visit) -> dict[str, object]:
    # Asked as in enrolment: the next typed city or shared place is read as a zone too.
    return enrolment.ask_zone(visit.clinic, visit.member)


def _region(visit: Visit) -> dict[str, object]:
    return enrolment.ask_region(visit.clinic, visit.member)


def _choices(visit: Visit, part: str, buttons: list[Button]) -> dict[str, object]:
    return message(visit.say(f"settings.ask_{part}"), fitted(buttons))


def _language(visit: Visit) -> dict[str, object]:
    names = [choice(say(tag, "language.name"), "language", tag) for tag in languages()]
    return _choices(visit, "language", names)


def _quiet(visit: Visit) -> dict[str, object]:
    nights = [choice(_night_words(visit, n), "quiet", n.replace(":", ".")) for n in NIGHTS]
    return _choices(visit, "quiet", nights)


def _hour(visit: Visit) -> dict[str, object]:
    hours = [choice(f"{hour}:00", "hour", hour) for hour in HOURS]
    session = choice(visit.say("settings.hour_of_session"), "hour", "session")
    return _choices(visit, "hour", [*hours, session])


def _diary(visit: Visit) -> dict[str, object]:
    choices = visit.clinic.protocol.evening.choices
    hours = [choice(_evening_words(visit, hour), "evening", str(hour)) for hour in choices]
    return _choices(visit, "diary", [*hours, choice(visit.say("diary.off"), "evening", "off")])


def _evening_words(visit: Visit, hour: int | None) -> str:
    return visit.say("settings.no_diary") if hour is None else f"{hour}:00"


def _picture(visit: Visit) -> dict[str, object]:
    themes = [choice(visit.say(f"settings.picture.{name}"), "picture", name) for name in THEMES]
    return _choices(visit, "picture", themes)


def set_picture(visit: Visit, value: str) -> None:
    """Take how charts look: light, or dark."""
    if value in THEMES:
        change(visit, picture=value)
    visit.post.replace(overview(visit))


def set_evening(visit: Visit, value: str) -> None:
    """Take the hour of the evening diary, or turn it off; "ask" shows what there is."""
    hours = {str(hour): hour for hour in visit.clinic.protocol.evening.choices}
    if value == "ask":  # from a message that must stay as it is
        visit.send(_diary(visit))
        return
    if value in (*hours, "off"):
        change(visit, diary_hour=hours.get(value))
    shown = visit.post.replace if value in hours else visit.send
    shown(overview(visit))


def set_language(visit: Visit, value: str) -> None:
    """Take a language."""
    if value in languages():
        change(visit, language=value)
    visit.post.replace(overview(visit))


def set_quiet(visit: Visit, value: str) -> None:
    """Take quiet hours; check-ins not yet sent move accordingly."""
    night = value.replace(".", ":")
    if night in NIGHTS:
        start, end = (time.fromisoformat(part).strftime("%H:%M") for part in night.split("-"))
        change(visit, quiet_from=start, quiet_to=end)
    visit.post.replace(overview(visit))


def set_hour(visit: Visit, value: str) -> None:
    """Take the hour for check-ins, or go back to the hour of the session."""
    if value in (*HOURS, "session"):
        change(visit, reminder_hour=None if value == "session" else int(value))
    visit.post.replace(overview(visit))


def change(visit: Visit, **values: object) -> None:
    """Change what a patient has set, and move what waits accordingly."""
    visit.patient = patients.change(visit.clinic.db, visit.member.id, **values)
    replan(visit.clinic, visit.patient)
    audit.note(
        visit.clinic.db,
        at=visit.clinic.now(),
        by=visit.patient.code,
        what="settings changed",
        about=f"patient {visit.patient.code}",
        detail=" ".join(values),
    )


_PARTS: dict[str, Callable[[Visit], dict[str, object]]] = {
    "zone": _zone,
    "region": _region,
    "language": _language,
    "quiet": _quiet,
    "hour": _hour,
    "diary": _diary,
    "picture": _picture,
}
COMMANDS = (Command(name="settings", run=show, roles=PATIENTS, needs=Joined.WHOLLY),)
MENUS = {
    "settings": open_part,
    "language": set_language,
    "quiet": set_quiet,
    "hour": set_hour,
    "evening": set_evening,
    "picture": set_picture,
}
