"""Everything an export holds of one patient, resource by resource."""

from collections.abc import Iterator

from bot.export.fhir.case import Case
from bot.export.fhir.definitions import Version, version_of
from bot.export.fhir.events import episodes, event
from bot.export.fhir.flags import communications, flags
from bot.export.fhir.issues import issues
from bot.export.fhir.medicines import statements
from bot.export.fhir.messages import messages
from bot.export.fhir.names import Resource
from bot.export.fhir.observations import observations
from bot.export.fhir.people import consents, patients
from bot.export.fhir.prompts import is_unanswered, task
from bot.export.fhir.provenances import of_answers, of_event, of_export
from bot.export.fhir.responses import response
from bot.export.fhir.sessions import procedures
from bot.export.records import FormRecord

Definition = tuple[str, Version]  # a kind of form, and the protocol it was put by


def resources(case: Case) -> Iterator[Resource]:
    """Give each resource of a patient; what they refer to is among them, or a definition."""
    yield from patients(case)
    yield from consents(case)
    yield from procedures(case)
    for form in case.responses:
        yield from _of_form(case, form)
    for form in case.file.forms:
        if is_unanswered(form):
            yield task(case, form)
    for episode in episodes(case.file.symptoms):
        made = event(case, episode)
        yield made
        yield of_event(case, made, episode.forms)
    yield from flags(case)
    yield from communications(case)
    yield from messages(case)
    yield of_export(case)


def definitions_used(case: Case) -> list[Definition]:
    """List the questionnaires that a patient's answers and prompts speak of, each once."""
    put = (form for form in case.file.forms if is_unanswered(form) and version_of(form).digest)
    spoken_of = [*case.responses, *put]
    return list(dict.fromkeys((form.kind, version_of(form)) for form in spoken_of))


def _of_form(case: Case, form: FormRecord) -> Iterator[Resource]:
    """Give the answers, and what follows from them."""
    made = [response(case, form), *observations(case, form), *statements(case, form)]
    yield from made
    yield of_answers(case, form, made)
    yield from issues(case, form)
