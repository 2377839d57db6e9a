"""What an admin reads of the staff, and an auditor of the access log: codes, never answers."""

from datetime import tzinfo

from bot.chat.when import moment_words
from bot.locales import say
from bot.storage.audit import Access
from bot.storage.clinicians import Clinician, StaffState


def staff_line(language: str, member: Clinician) -> str:
    """Word one member of staff; a chat that takes no messages is named."""
    parts = [member.code, member.name, say(language, f"role.{member.role.value}")]
    if member.state is not StaffState.ACTIVE:
        parts.append(say(language, f"staff.state.{member.state.value}"))
    chat = "staff.reachable" if member.reachable else "patient.unreachable"
    return " · ".join(filter(None, [*parts, say(language, chat)]))


def access_line(language: str, zone: tzinfo, entry: Access) -> str:
    """Word one line of the access log as it was written, with the patient it is about."""
    about = f"{entry.about} ({entry.patient})" if entry.patient not in entry.about else entry.about
    parts = [moment_words(entry.at, zone, language), entry.by, entry.what, about, entry.detail]
    return " · ".join(filter(None, parts))
