"""Joining and leaving: invitation, consent, region, time zone, pause and withdrawal."""

from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto

from bot.chat import enrolment as words
from bot.chat.payload import Payload, message
from bot.clinic import Clinic
from bot.locales import say
from bot.pathway import check_ins, consenting, diary, reach, regions, staff, zones
from bot.pathway.asking import put_question
from bot.pathway.booking import replan
from bot.pathway.filling import load
from bot.pathway.judging import around
from bot.pathway.post import Post
from bot.pathway.rights import covers
from bot.storage import audit, clinicians, consents, dropped, forms, inbox, invitations, patients
from bot.storage.clinicians import StaffRole, StaffState
from bot.storage.invitations import Invitation
from bot.storage.outbox import Lane
from bot.storage.patients import Patient, PatientState

HOUR = timedelta(hours=1)
PATIENT = "patient"  # the role of an invitation that lets no staff in
TRIES_PER_CHAT = 5  # an hour
TRIES_IN_ALL = 50  # an hour


class Entry(Enum):
    """How an attempt to come in with an invitation ended."""

    PATIENT = auto()
    STAFF = auto()
    REFUSED = auto()  # wrong, expired and used look the same
    LOCKED = auto()  # too many tries


def enter(clinic: Clinic, *, chat_id: int, language: str, token: str) -> Entry:
    """Give a chat the role of an invitation; who has that role does not use it up.

    A link that works always does: only those that do not are counted.
    """
    db, now = clinic.db, clinic.now()
    invitation = invitations.usable(db, token, now)
    if invitation is None:
        return _refuse(clinic, chat_id)
    if invitation.role != PATIENT:
        return _enter_staff(clinic, invitation, chat_id, language)
    if _is_new_patient(clinic, chat_id):
        _use(clinic, invitation)
    return Entry.PATIENT


def _enter_staff(clinic: Clinic, invitation: Invitation, chat_id: int, language: str) -> Entry:
    """Let somebody be staff; who may already do as much leaves the link for somebody else.

    A link undoes no suspension: that is for whoever manages the staff.
    """
    known = clinicians.ever_in_chat(clinic.db, chat_id)
    if known is not None and known.state is StaffState.SUSPENDED:
        return _refuse(clinic, chat_id)
    role = StaffRole(invitation.role)
    is_in = known is not None and known.state is StaffState.ACTIVE
    if known is None or not is_in or not covers(known.role, role):
        _use(clinic, invitation)
        joined = staff.join(
            clinic, chat_id=chat_id, language=language, role=role, name=invitation.name
        )
        reach.tell_the_only_one(clinic, joined.id)
        regions.ask_clinic(clinic)
    return Entry.STAFF


def _use(clinic: Clinic, invitation: Invitation) -> None:
    invitations.mark_used(clinic.db, invitation.id, clinic.now())
    about = f"invitation {invitation.id}"
    audit.note(clinic.db, at=clinic.now(), by=invitation.role, what="invitation used", about=about)


def _refuse(clinic: Clinic, chat_id: int) -> Entry:
    """Count a link that does not work, whoever opened it; wrong, expired and used are one."""
    if _too_many(clinic, chat_id):
        return Entry.LOCKED
    now = clinic.now()
    invitations.note_attempt(clinic.db, chat_id, now)
    audit.note(clinic.db, at=now, by="stranger", what="invitation refused", about="invitation")
    return Entry.REFUSED


def _is_new_patient(clinic: Clinic, chat_id: int) -> bool:
    known = patients.by_chat(clinic.db, chat_id)
    return known is None or known.state is PatientState.WITHDRAWN


def _too_many(clinic: Clinic, chat_id: int) -> bool:
    since = clinic.now() - HOUR
    own = invitations.attempts_since(clinic.db, since, chat_id)
    return own >= TRIES_PER_CHAT or invitations.attempts_since(clinic.db, since) >= TRIES_IN_ALL


def begin(clinic: Clinic, *, chat_id: int, language: str) -> Patient:
    """Let a patient begin to join, or come back after having left."""
    known = patients.by_chat(clinic.db, chat_id)
    if known is not None:
        if known.state is PatientState.WITHDRAWN:
            return _set_state(clinic, known, PatientState.JOINING, "joining again")
        return known
    schedule = clinic.protocol.schedule
    return patients.add(
        clinic.db,
        chat_id=chat_id,
        language=language,
        quiet=(schedule.quiet_from, schedule.quiet_to),
        now=clinic.now(),
    )


def ask_step(clinic: Clinic, patient: Patient, post: Post) -> None:
    """Ask for what is still missing; once nothing is, the patient is in."""
    for is_missing, build in _STEPS:
        if is_missing(clinic, patient):
            post.replace(build(clinic, patient))
            return
    if patient.state is PatientState.JOINING:
        patient = patients.change(clinic.db, patient.id, state=PatientState.ACTIVE)
        about = f"patient {patient.code}"
        audit.note(clinic.db, at=clinic.now(), by=patient.code, what="enrolled", about=about)
    post.replace(message(ready_words(clinic, patient)))


def ready_words(clinic: Clinic, patient: Patient) -> str:
    """Tell a patient what they can do now."""
    emergency = around(clinic, patient).emergency
    return say(patient.language, "enrolment.ready", emergency=emergency, code=patient.code)


def renew(clinic: Clinic, *, patient: Patient, update_id: int, post: Post) -> None:
    """Store a yes to words that had changed, and go on where the patient was."""
    consenting.agree(clinic, patient=patient, update_id=update_id)
    post.replace(message(say(patient.language, "consent.renewed")))
    check_ins.catch_up(clinic, patient)
    diary.keep_going(clinic, patient)
    form = forms.current(clinic.db, patient.id)
    if form is not None:
        put_question(clinic, load(clinic, form), post, in_place=False)


def set_region(clinic: Clinic, patient: Patient, region: str) -> Patient:
    """Store the region whose emergency number is shown."""
    about = f"patient {patient.code}"
    audit.note(
        clinic.db, at=clinic.now(), by=patient.code, what="region set", about=about, detail=region
    )
    patient = patients.change(clinic.db, patient.id, region=region)
    regions.ask_clinic(clinic)
    return patient


def set_zone(clinic: Clinic, patient: Patient, zone: str) -> Patient:
    """Store the time zone and move check-ins not yet sent to it, inside their windows."""
    patient = patients.change(clinic.db, patient.id, zone=zone)
    about = f"patient {patient.code}"
    audit.note(clinic.db, at=clinic.now(), by=patient.code, what="zone set", about=about)
    replan(clinic, patient)
    return patient


def pause(clinic: Clinic, *, patient: Patient) -> Patient:
    """Stop prompts for a while."""
    return _set_state(clinic, patient, PatientState.PAUSED, "paused")


def resume(clinic: Clinic, *, patient: Patient) -> Patient:
    """Start prompts again."""
    patient = _set_state(clinic, patient, PatientState.ACTIVE, "resumed")
    diary.keep_going(clinic, patient)
    return patient


def withdraw(clinic: Clinic, *, patient: Patient) -> Patient:
    """End consent and every prompt at once; alerts stay open until a person closes them."""
    consents.withdraw(clinic.db, patient.id, clinic.now())
    if patient.chat_id is not None:
        inbox.forget(clinic.db, patient.chat_id)
    check_ins.cancel_waiting(clinic, patient)
    if patient.chat_id is not None:
        dropped.for_chat(clinic.db, patient.chat_id, "withdrawn", (Lane.CHECK_IN, Lane.DIGEST))
    return _set_state(clinic, patient, PatientState.WITHDRAWN, "withdrawn")


def _set_state(clinic: Clinic, patient: Patient, state: PatientState, what: str) -> Patient:
    about = f"patient {patient.code}"
    audit.note(clinic.db, at=clinic.now(), by=patient.code, what=what, about=about)
    return patients.change(clinic.db, patient.id, state=state)


def ask_region(clinic: Clinic, patient: Patient) -> Payload:
    """Ask for the region of the emergency number, the clinic's own first."""
    first = clinic.settings.clinic_region
    return words.region(patient.language, clinic.protocol.regions, first)


def ask_zone(clinic: Clinic, patient: Patient) -> Payload:
    """Ask for the time zone, likely ones first."""
    return words.zone(patient.language, zones.likely(patient.region or ""))


Missing = Callable[[Clinic, Patient], bool]
Build = Callable[[Clinic, Patient], Payload]
_STEPS: tuple[tuple[Missing, Build], ...] = (
    (lambda clinic, patient: not consenting.holds(clinic, patient), consenting.request),
    (lambda clinic, patient: patient.region is None, ask_region),
    (lambda clinic, patient: patient.zone is None, ask_zone),
)
