"""What a form's answers mean so far: the level, its causes and the words for the patient."""

import json
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date

from bot.chat.advice import CRISIS, Surroundings, act, advise, clinic_words
from bot.chat.payload import paragraphs
from bot.clinic import Clinic
from bot.clinical.diary import DaysTaken, days_told, medicine_facts
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.protocol import Occasion
from bot.clinical.screening import ScreeningOutcome, judge_answers
from bot.clinical.triage import Finding, Triage, triage
from bot.clinical.usual import what_is_usual
from bot.locales import has, say
from bot.pathway import duty, medicines
from bot.pathway.days import today_of
from bot.pathway.filling import Filling
from bot.pathway.history import TEXT_POINT
from bot.pathway.outcome import outcome_of
from bot.storage import alerts, findings, forms
from bot.storage.forms import FormKind
from bot.storage.patients import Patient


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The level of the answers so far, why, and what the patient is told about it."""

    level: TriageLevel
    causes: tuple[str, ...] = ()
    text: str = ""
    rules: tuple[str, ...] = ()
    screening_class: ScreeningClass | None = None
    is_news: bool = False  # something above self_care was found that was not told before
    crisis: bool = False  # thoughts of ending one's life

    @property
    def ends(self) -> bool:
        """Tell whether no further question may be asked: help comes first."""
        return self.crisis or self.level is TriageLevel.EMERGENCY


def around(clinic: Clinic, patient: Patient) -> Surroundings:
    """Gather what advice to a patient must name."""
    return Surroundings(
        language=patient.language,
        region=clinic.region(patient.region),
        clinic_phone=clinic.settings.clinic_phone,
        clinic_hours=clinic.settings.clinic_hours,
        clinicians=sum(person.reachable for person in duty.on_duty(clinic)),
        opens=duty.opens_words(clinic, patient),
    )


def judge(clinic: Clinic, filling: Filling, *, complete: bool) -> Judgement:
    """Run the rules that fit the form and keep what they found."""
    return _JUDGES[filling.form.kind](clinic, filling, complete)


def _report(clinic: Clinic, filling: Filling, complete: bool) -> Judgement:
    # After free text only the gate is asked: that is never a complete report.
    complete = complete and filling.form.point != TEXT_POINT
    return _triage(clinic, filling, complete, applies_to="report")


def _safety(clinic: Clinic, filling: Filling, complete: bool) -> Judgement:
    return _triage(clinic, filling, complete, applies_to="safety")


def _triage(
    clinic: Clinic, filling: Filling, complete: bool, *, applies_to: Occasion
) -> Judgement:
    protocol = clinic.protocol
    result = triage(protocol, filling.facts, complete=complete, applies_to=applies_to)
    if not complete:
        result = _only_serious(result)
    _keep(clinic, filling, result.findings)
    judgement = Judgement(
        level=result.level,
        causes=_causes(result),
        rules=result.rules,
        is_news=bool(_news(clinic, filling, _only_serious(result).findings)),
        crisis=any(finding.message == CRISIS for finding in result.findings),
    )
    if not (complete or judgement.is_news or judgement.ends):
        return judgement  # there is nothing to tell: the next question is put
    usual = _usual(clinic, filling) if complete else ()
    text = advise(protocol, result, around(clinic, filling.patient), usual=usual)
    return replace(judgement, text=text)


def _usual(clinic: Clinic, filling: Filling) -> tuple[str, ...]:
    """Name what is usual for a report; nothing is while an urgent flag is open."""
    alert = alerts.open_of(clinic.db, filling.patient.id)
    if alert is not None and alert.level >= TriageLevel.URGENT:
        return ()
    return what_is_usual(clinic.protocol.usual, filling.facts)


def _news(clinic: Clinic, filling: Filling, serious: tuple[Finding, ...]) -> list[Finding]:
    """Find what is serious and was not called for by the answers before.

    What went away with a corrected answer and comes back with another is news again. That an
    answer is missing is no news where its level was told.
    """
    form = forms.by_id(clinic.db, filling.form.id)
    before, told = set(json.loads(form.standing)), form.told or TriageLevel.SELF_CARE
    now = {f"{finding.rule} {finding.level.value}": finding for finding in serious}
    if now.keys() != before:
        forms.change(clinic.db, form.id, standing=sorted(now))
    fresh = [finding for key, finding in now.items() if key not in before]
    return [finding for finding in fresh if not finding.undecided or finding.level > told]


def _keep(clinic: Clinic, filling: Filling, found: tuple[Finding, ...]) -> None:
    """Store what was found with the protocol it came from."""
    findings.keep(
        clinic.db,
        form_id=filling.form.id,
        found=found,
        at=clinic.now(),
        version=clinic.protocol.version,
        digest=clinic.protocol.content_hash,
    )


def _causes(result: Triage) -> tuple[str, ...]:
    """Name the rules behind an alert; what could not be decided is one cause."""
    serious = _only_serious(result).findings
    decided = tuple(finding.rule for finding in serious if not finding.undecided)
    return decided if len(decided) == len(serious) else (*decided, "undecided")


def _only_serious(result: Triage) -> Triage:
    """Leave out self-care findings: before a report is complete they are premature."""
    serious = [f for f in result.findings if f.level > TriageLevel.SELF_CARE]
    return Triage(findings=tuple(serious), undecided=result.undecided)


def _screening(clinic: Clinic, filling: Filling, complete: bool) -> Judgement:
    outcome = outcome_of(clinic, filling, complete=complete)
    # A day to contact the clinic leaves time for the questions: told with the result.
    return _urgency(clinic, filling, outcome, told_from=TriageLevel.URGENT)


def _session(clinic: Clinic, filling: Filling, complete: bool) -> Judgement:
    """Reactions during a session can be urgent by themselves."""
    outcome = judge_answers(filling.questions, filling.given, filling.facts)
    return _urgency(clinic, filling, outcome)


def _comparison(clinic: Clinic, filling: Filling, complete: bool) -> Judgement:
    """Symptoms from before treatment can be urgent, and many days with medicine count."""
    outcome = judge_answers(filling.questions, filling.given, filling.facts)
    found = _days(clinic, filling, days_told(filling.given)) if complete else ()
    return _urgency(clinic, filling, outcome, found)


def _urgency(
    clinic: Clinic,
    filling: Filling,
    outcome: ScreeningOutcome,
    beside: tuple[Finding, ...] = (),
    *,
    told_from: TriageLevel = TriageLevel.CONTACT_CLINIC,
) -> Judgement:
    """Judge by the urgency of answers, and by what rules found beside them.

    The patient is told at once from `told_from` on.
    """
    urgent = tuple(
        Finding(rule=f"{reason.question}.{reason.option}", level=reason.urgency, message="")
        for reason in outcome.reasons
        if reason.urgency
    )
    found = (*urgent, *beside)
    _keep(clinic, filling, found)
    news = _news(clinic, filling, found)
    at_once = any(finding.level >= told_from for finding in news)
    return Judgement(
        level=max((finding.level for finding in found), default=TriageLevel.SELF_CARE),
        causes=tuple(finding.rule for finding in found),
        text=_urgency_words(clinic, filling, outcome, beside) if at_once else "",
        rules=tuple(finding.rule for finding in found),
        screening_class=outcome.screening_class,
        is_news=bool(news),
    )


def _urgency_words(
    clinic: Clinic, filling: Filling, outcome: ScreeningOutcome, beside: tuple[Finding, ...]
) -> str:
    """Say what to do; answers that are urgent by themselves go before what rules found."""
    surroundings = around(clinic, filling.patient)
    if outcome.urgency is None:
        result = Triage(findings=beside)
        return advise(clinic.protocol, result, surroundings) if beside else ""
    return paragraphs(act(outcome.urgency, surroundings), clinic_words(surroundings))


def reason_words(language: str, outcome: ScreeningOutcome) -> str:
    """List in plain words why a screening is not clear, worst first."""
    lines: dict[str, None] = {}
    for reason in outcome.reasons:
        exact = f"reason.{reason.question}.{reason.option}"
        key = exact if has(language, exact) else f"reason.{reason.question}"
        if reason.screening_class > ScreeningClass.CLEAR and has(language, key):
            lines[f"• {say(language, key)}"] = None
    return "\n".join(lines)


def note_words(language: str, outcome: ScreeningOutcome, checked_on: date) -> str:
    """Say what is to be known beside the result; `checked_on` dates the rules of the place."""
    day = format_date(checked_on, "d MMM yyyy", locale=language)
    return "\n".join(say(language, f"note.{note}", date=day) for note in outcome.notes)


def _diary(clinic: Clinic, filling: Filling, complete: bool) -> Judgement:
    """Count the days with medicine once an entry is complete; each rule speaks once a window."""
    found = _days(clinic, filling, DaysTaken()) if complete else ()
    if not found:
        return Judgement(level=TriageLevel.SELF_CARE)
    new = Triage(findings=found)
    _keep(clinic, filling, found)
    return Judgement(
        level=new.level,
        causes=_causes(new),
        text=advise(clinic.protocol, new, around(clinic, filling.patient)),
        rules=new.rules,
        is_news=bool(_news(clinic, filling, found)),
    )


def _days(clinic: Clinic, filling: Filling, told: DaysTaken) -> tuple[Finding, ...]:
    """Find what rules say of days with medicine, told on this form or counted, if not lately."""
    patient = filling.patient
    spoken = medicines.spoken_lately(clinic, patient)
    counted = medicines.counted(clinic.db, clinic.protocol, patient.id, today_of(clinic, patient))
    facts = medicine_facts(counted.or_more(told))
    result = _only_serious(triage(clinic.protocol, facts, complete=False))
    return tuple(finding for finding in result.findings if finding.rule not in spoken)


_JUDGES = {
    FormKind.SCREENING: _screening,
    FormKind.SESSION: _session,
    FormKind.CHECK_IN: _report,
    FormKind.PROBLEM: _report,
    FormKind.SAFETY: _safety,
    FormKind.DIARY: _diary,
    FormKind.BASELINE: _comparison,
    FormKind.FOLLOW_UP: _comparison,
}
