"""One patient's records as an export takes them, and what their resources say of each other."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.clinical.protocol import Protocol
from bot.export.about import About
from bot.export.extract import PatientFile
from bot.export.fhir.definitions import Definitions
from bot.export.fhir.names import DEVICE, Resource, reference
from bot.export.records import AlertRecord, FormRecord

BOT = reference("Device", DEVICE)


def last_changed(form: FormRecord) -> datetime:
    """Tell when a form's answers came to be as they are: finished, or corrected after that."""
    return max(form.moment, *(given.at for given in form.given.values()))


@dataclass(kw_only=True)
class Case:
    """One patient; what is outside the dates asked for is not referred to either."""

    file: PatientFile
    definitions: Definitions
    about: About

    @property
    def protocol(self) -> Protocol:
        """The protocol in force."""
        return self.definitions.protocol

    @property
    def code(self) -> str:
        """The patient's code."""
        return self.file.patient.patient

    @cached_property
    def subject(self) -> Resource:
        """A reference to the patient."""
        return reference("Patient", self.code)

    @property
    def responses(self) -> list[FormRecord]:
        """The forms with answers."""
        return [form for form in self.file.forms if form.given]

    def session(self, number: int | None) -> list[Resource]:
        """Refer to a session, if it is there."""
        there = number is not None and number in self._sessions
        return [reference("Procedure", self.code, "session", number)] if there else []

    def response(self, form: int) -> list[Resource]:
        """Refer to the answers of a form, if they are there."""
        there = form in self._answered
        return [reference("QuestionnaireResponse", self.code, "form", form)] if there else []

    def alerts_of(self, form: int) -> list[AlertRecord]:
        """List the alerts that a form raised or joined."""
        return [alert for alert in self.file.alerts if form in alert.forms]

    @cached_property
    def _sessions(self) -> frozenset[int]:
        return frozenset(session.number for session in self.file.sessions)

    @cached_property
    def _answered(self) -> frozenset[int]:
        return frozenset(form.form for form in self.responses)
