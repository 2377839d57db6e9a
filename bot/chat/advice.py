"""What the patient is told after an answer: the action first, then what was noticed."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.chat.payload import paragraphs
from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Protocol, Region
from bot.clinical.triage import Finding, Triage
from bot.locales import has, say

MOST_NOTICED = 3
MOST_ADVICE = 3
MOST_USUAL = 2
CRISIS = "crisis"  # message key of the rules about thoughts of ending one's life
UNKNOWN_REGION = "xx"
MOBILE = "112"  # works on most mobile phones


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What advice must name: the emergency number, the clinic, and who reads this when."""

    language: str
    region: Region | None
    clinic_phone: str
    clinic_hours: str
    clinicians: int  # how many can be told
    opens: str = ""  # when the clinic is on duty next, while it is not

    @property
    def emergency(self) -> str:
        """The number to call, or how to find it; beside one nobody has checked, how else."""
        region = self.region
        if region is not None and region.key != UNKNOWN_REGION:
            if region.verified_on is not None:
                return region.emergency
            if region.emergency != MOBILE:
                return say(self.language, "emergency.unchecked", number=region.emergency)
        return say(self.language, "emergency.unknown")

    @property
    def phone(self) -> str:
        """The clinic's number, or words for it."""
        return self.clinic_phone or say(self.language, "clinic.phone_unknown")

    @property
    def reads_when(self) -> str:
        """When answers are read."""
        return self.clinic_hours or say(self.language, "clinic.hours_unknown")


def advise(
    protocol: Protocol, result: Triage, around: Surroundings, *, usual: tuple[str, ...] = ()
) -> str:
    """Word a result: at self_care calmly and with what is usual, above it the action first."""
    if any(finding.message == CRISIS for finding in result.findings):
        return crisis_words(around)
    if result.level is TriageLevel.SELF_CARE:
        return _calm(protocol, result, around.language, usual)
    noticed = [f for f in result.findings if f.level is result.level]
    return paragraphs(
        act(result.level, around),
        _all(around.language, "noticed", noticed),
        _all(around.language, "do", noticed),
        clinic_words(around),
    )


def act(level: TriageLevel, around: Surroundings) -> str:
    """Say what to do at a level and how fast."""
    return say(
        around.language,
        f"level.{level.value}",
        emergency=around.emergency,
        clinic_phone=around.phone,
    )


def _calm(protocol: Protocol, result: Triage, language: str, usual: tuple[str, ...]) -> str:
    return paragraphs(
        say(language, "check_in.thanks"),
        _all(language, "noticed", result.findings),
        _own_care(protocol, result, language),
        "\n".join(say(language, f"usual.{key}") for key in usual[:MOST_USUAL]),
    )


def watch(around: Surroundings) -> str:
    """Say what to watch for in the days after a session."""
    return say(around.language, "watch.next_days", emergency=around.emergency)


def _all(language: str, kind: str, findings: Iterable[Finding]) -> str:
    keys = dict.fromkeys(f"{kind}.{finding.message}" for finding in findings)
    words = [say(language, key) for key in keys if has(language, key)]
    return "\n".join(words[:MOST_NOTICED])


def _own_care(protocol: Protocol, result: Triage, language: str) -> str:
    """Give the advice of the symptoms that are there, then that of the rules that spoke."""
    present = {key for finding in result.findings for key in finding.symptoms}
    listed = [s.advice for s in protocol.symptoms if s.key in present]
    listed += [protocol.rule(key).advice for key in result.rules]
    keys = dict.fromkeys(key for advice in listed for key in advice)
    return "\n".join(f"• {say(language, f'advice.{key}')}" for key in list(keys)[:MOST_ADVICE])


def crisis_words(around: Surroundings) -> str:
    """Say whom to call, who may listen, that somebody should be near, and who is told."""
    line = around.region.crisis_line if around.region else ""
    return paragraphs(
        say(around.language, "crisis", emergency=around.emergency),
        say(around.language, "crisis.line", crisis_line=line) if line else "",
        say(around.language, "crisis.company"),
        clinic_words(around),
    )


def clinic_words(
    around: Surroundings, told: str = "clinic.told", not_told: str = "clinic.not_told"
) -> str:
    """Say that the clinic gets an alert and when it reads, or that nobody could be told."""
    known = {
        "clinic_hours": around.reads_when,
        "clinic_phone": around.phone,
        "emergency": around.emergency,
        "opens": around.opens,
    }
    heard = say(around.language, told if around.clinicians else not_told, **known)
    return paragraphs(
        heard, say(around.language, "clinic.closed", **known) if around.opens else ""
    )
