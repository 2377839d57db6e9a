"""A protocol with its words: what its keys are called where a person reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import MOST_LETTERS, Kind, Option, Question
from bot.locales import SOURCE_LANGUAGE, has, packaged, say
from bot.protocol.entries import questions
from bot.protocol.left_out import LeftOut

LANGUAGE = SOURCE_LANGUAGE
FACTS: Mapping[str, str] = {
    "bleedrisk": "takes a blood thinner or bleeds easily, or it is not known",
    "immune_low": "weak at fighting germs, or it is not known",
    "pregnant": "is pregnant, or could be",
    "pregnancy_told": "has told of a pregnancy, possible or not long over",
    "pregnant_weeks": "weeks of pregnancy",
    "after_birth": "had a baby in the last 6 weeks",
    "headache_up": "a headache above the usual one; with none known, any headache",
    "med_days_simple": "days with a simple or anti-inflammatory painkiller, of the last 28",
    "med_days_strong": "days with a triptan, ergot, opioid or mixed painkiller, of the last 28",
    "med_days_any": "days with any painkiller, of the last 28",
    "age": "age in years",
    "needle_fear": "very scared of needles",
    "past_faint": "fainted with needles before",
    "lung_disease": "a lung disease or a lung that once collapsed, or it is not known",
    "heart_disease": "a heart device or valve problem, or it is not known",
    "diabetes": "diabetes, or it is not known",
    "epilepsy": "ever had a fit, or it is not known",
    "hours_silent": "hours without an answer",
    "last_level": "the last level",
    "point": "the check-in",
    "level": "the result",
    "rules": "rules that spoke",
    "details": 'the patient tapped "Add details"',
    "sessions_before": "sessions before this one",
    "t": "hours since the end of the last session",
    "alert_open": "an alert that nobody has closed",
    "open_contact": "symptoms still there at clinic level",
    "open_urgent": "symptoms still there at urgent level",
    "open_emergency": "symptoms still there at emergency level",
    "first_session": "it is the first session of a course, and there is no baseline",
    "stage": "the stage of the course",
    "rest": 'the patient has not tapped "Skip the rest"',
    "diary_days": "days with a diary entry, of the last 14",
    "medicine_diary_days": "days with a diary entry, of the last 28",
}
LEVELS: Mapping[str, str] = {
    "emergency": "emergency: call now",
    "urgent": "urgent: medical help the same day",
    "contact_clinic": "contact the clinic within 24 hours",
    "self_care": "self-care",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A protocol, what it leaves out, and its words in the source language."""

    protocol: Protocol
    left_out: tuple[LeftOut, ...] = ()

    def words(self, key: str, default: str = "") -> str:
        """Say something on one line; what is filled in later stands in square brackets."""
        if not has(LANGUAGE, key):
            return default
        names = packaged().placeholders(LANGUAGE, key)
        return " ".join(say(LANGUAGE, key, **{name: f"[{name}]" for name in names}).split())

    def question(self, key: str) -> str:
        """Give a question's first sentence or line, as it is asked."""
        if not has(LANGUAGE, f"question.{key}"):
            return key
        names = packaged().placeholders(LANGUAGE, f"question.{key}")
        told = say(LANGUAGE, f"question.{key}", **dict.fromkeys(names, "…"))
        return told.splitlines()[0].strip()

    def option(self, question: str, key: str) -> str:
        """Give the words of an offered answer."""
        return self.words(f"option.{question}.{key}", key)

    def symptom(self, key: str) -> str:
        """Give a symptom's name."""
        return self.words(f"symptom.{key}", key)

    def fact(self, key: str) -> str:
        """Give the words of a fact that screening or the bot works out."""
        return FACTS.get(key, key)

    def asked(self) -> dict[str, Question]:
        """Give every question of the protocol by key."""
        return {question.key: question for _, _, question in questions(self.protocol)}


def means(option: Option) -> str:
    """Say what an answer counts as."""
    urgency = f", {LEVELS[option.urgency.value]}" if option.urgency else ""
    return f"{option.screening_class.value}{urgency}"


def how_answered(question: Question) -> str:
    """Say in a few words how a question is answered."""
    return {
        Kind.CHOICE: "one answer",
        Kind.SEVERAL: "any number of answers",
        Kind.NUMBER: f"a number from {question.low} to {question.high}",
        Kind.AGE: "whole years, or a date of birth",
        Kind.GRADE: "a grade from 0 to 4",
        Kind.DATE: "a date",
        Kind.TIME: "a time of day",
        Kind.TEXT: f"own words, at most {MOST_LETTERS} letters",
    }[question.kind]
