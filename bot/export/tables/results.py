"""What the rules made of a form: columns of the check-ins."""

from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Protocol, Rule
from bot.export.records import FormRecord
from bot.export.table import Column, Entry, Origin, Told, Type
from bot.export.words import words

LEVELS = {
    level.value: words(f"level.{level.value}.short", otherwise=level.value)
    for level in TriageLevel
}


def result_columns(protocol: Protocol) -> tuple[Column[FormRecord], ...]:
    """Describe the level, the rules behind it and the protocol they are from."""
    entries = tuple(map(_entry, protocol.rules))
    return (
        Column(
            name="level",
            type=Type.KEY,
            about="The triage level: the highest of all rules that spoke; nothing lowers it.",
            origin=Origin.RULES,
            value=_level,
            choices=LEVELS,
        ),
        Column(
            name="rules",
            type=Type.KEYS,
            about="The rules that spoke, as they were found.",
            origin=Origin.RULES,
            value=_rules,
            separator=" ",
            entries=entries,
        ),
        Column(
            name="undecided",
            type=Type.KEYS,
            about="Rules that could not be decided, since something was not answered; each "
            "counts as contact_clinic.",
            origin=Origin.RULES,
            value=_undecided,
            separator=" ",
        ),
        Column(
            name="protocol_version",
            type=Type.TEXT,
            about="The version of the protocol in force when it was put.",
            origin=Origin.BOT,
            value=lambda form: form.protocol_version,
            told=Told.AS_IT_IS,
        ),
        Column(
            name="protocol_hash",
            type=Type.TEXT,
            about="The hash of that protocol's content (SHA-256).",
            origin=Origin.BOT,
            value=lambda form: form.protocol_hash,
            told=Told.AS_IT_IS,
        ),
    )


def _entry(rule: Rule) -> Entry:
    return Entry(
        key=rule.key,
        about=f"{rule.level.value} when {' '.join(rule.when.split())}",
        source=rule.source,
    )


def _level(form: FormRecord) -> str | None:
    """Give the form's level; one never finished has that of what was found all the same."""
    found = (finding.level for finding in form.findings)
    level = form.level or max(found, default=None)
    return level and level.value


def _rules(form: FormRecord) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.rule for found in form.findings if not found.undecided))


def _undecided(form: FormRecord) -> tuple[str, ...]:
    spoke = _rules(form)
    undecided = (found.rule for found in form.findings if found.undecided)
    return tuple(dict.fromkeys(rule for rule in undecided if rule not in spoke))
