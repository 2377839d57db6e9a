"""What each kind of form asks, as a Questionnaire of the version that was put."""

from dataclasses import dataclass

from bot.clinical.protocol import Protocol
from bot.export.fhir.names import BASE, LOINC_NOTICE, Resource, identity
from bot.export.fhir.pain import RATINGS
from bot.export.fhir.shapes import filled
from bot.export.fhir.sheets import KINDS, Sheet
from bot.export.records import FormRecord

UNKNOWN = "unknown"
ASKED = "Which questions are asked follows from the answers before, by the protocol's rules."
OLDER = (
    "Questions, words and options are those of version %s, since the bot keeps no copy of an "
    "older protocol."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The protocol that a form was put by, as far as it is known."""

    version: str
    digest: str

    @property
    def short(self) -> str:
        """Enough of the hash to tell protocols apart."""
        return self.digest[:12] or UNKNOWN

    @property
    def name(self) -> str:
        """The version of its Questionnaires: other content has another name."""
        return f"{self.version}-{self.short}" if self.digest else UNKNOWN


def version_of(form: FormRecord) -> Version:
    """Tell which protocol a form was put by."""
    return Version(version=form.protocol_version or "", digest=form.protocol_hash or "")


class Definitions:
    """The Questionnaires of a protocol, and how answers to them are written."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self._in_force = Version(version=protocol.version, digest=protocol.content_hash)
        self._sheets = {key: Sheet(kind, protocol) for key, kind in KINDS.items()}

    def canonical(self, form: FormRecord) -> str:
        """Give the address and version of the Questionnaire that a form answers."""
        return f"{self._url(form.kind)}|{version_of(form).name}"

    def answers(self, form: FormRecord) -> list[Resource]:
        """Write the answers of a form in the order of the questions."""
        return self._sheets[form.kind].answer(
            {key: given.value for key, given in form.given.items()}
        )

    def questionnaire(self, kind: str, version: Version) -> Resource:
        """Make the Questionnaire of a kind of form in some version."""
        in_force = version == self._in_force
        sheet = self._sheets[kind]
        return filled(
            {
                "resourceType": "Questionnaire",
                "id": identity(kind, version.short),
                "language": "en",
                "url": self._url(kind),
                "version": version.name,
                "name": f"NeedlingDiary{kind.title().replace('_', '')}",
                "title": KINDS[kind].title,
                "status": "active" if in_force else "retired" if version.digest else UNKNOWN,
                "subjectType": ["Patient"],
                "description": ASKED if in_force else f"{ASKED} {OLDER % self._in_force.name}",
                "copyright": LOINC_NOTICE if RATINGS.keys() & sheet.keys else None,
                "item": sheet.define(),
            }
        )

    def _url(self, kind: str) -> str:
        return f"{BASE}/Questionnaire/{self.protocol.key}/{kind}"
