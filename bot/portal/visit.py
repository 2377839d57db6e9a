"""One request being answered: who asks, for what, and what they wrote."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.clinic import Clinic
from bot.locales import say
from bot.pathway.rights import Right, may
from bot.pathway.signing_in import SignedIn
from bot.portal.reply import NotFound
from bot.storage import patients
from bot.storage.clinicians import Clinician
from bot.storage.patients import Patient

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a page is given; `cookie` is the session's token as the browser sent it."""

    clinic: Clinic
    bot_name: str
    path: Fields = field(default_factory=dict)
    query: Fields = field(default_factory=dict)
    fields: Fields = field(default_factory=dict)
    cookie: str = ""
    who: SignedIn | None = None

    @property
    def person(self) -> Clinician:
        """The member of staff; only for pages that need a right."""
        if self.who is None:
            raise LookupError("nobody is signed in")
        return self.who.person

    @property
    def language(self) -> str:
        """The person's language, else the clinic's."""
        return self.who.person.language if self.who else self.clinic.settings.clinic_language

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's zone: staff read times on the clock on their wall."""
        return ZoneInfo(self.clinic.settings.clinic_zone)

    @property
    def csrf(self) -> str:
        """The word that proves that a form came from this session's own page."""
        if not self.cookie:
            return ""
        return hmac.new(self.cookie.encode(), b"csrf", hashlib.sha256).hexdigest()

    def is_own_form(self) -> bool:
        """Tell whether the form that was sent carries this session's word."""
        given = self.fields.get("csrf", "").encode()
        return bool(self.csrf) and hmac.compare_digest(given, self.csrf.encode())

    def may(self, right: Right) -> bool:
        """Tell whether the person may do a thing."""
        return self.who is not None and may(self.who.person, right)

    def say(self, key: str, **values: object) -> str:
        """Word a key in the person's language."""
        return say(self.language, key, **values)

    def patient(self) -> Patient:
        """Find the patient whom the path names; raises NotFound."""
        found = patients.by_code(self.clinic.db, self.path["code"])
        if found is None:
            raise NotFound
        return found

    def number(self) -> int:
        """Read the number in the path; raises NotFound for what no record has."""
        written = self.path["number"]
        if not (written.isascii() and written.isdigit() and len(written) < 19):
            raise NotFound
        return int(written)

    def page(self) -> int:
        """Read which page of a list is asked for; what is no number is the first."""
        written = self.query.get("page", "")
        is_number = written.isascii() and written.isdigit() and len(written) < 9
        return max(int(written), 1) if is_number else 1
