"""What must hold after any number of crashes: Telegram's journal against the database."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.chat.taps import Act, read
from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.demo.bot_api import BotApi
from bot.storage import answers, audit, forms, patients
from bot.storage.answers import Answer
from bot.storage.forms import Form, FormState
from bot.storage.outbox import OUTCOME_UNKNOWN, Lane
from tests.faults.respondents import Given

SAVED = "aved"  # in "Saved in your diary" and "Your answers are saved"
NOT_QUEUED = (
    "cannot be saved right now",
    "cannot save anything right now",
)  # while nothing can be
NO_LONGER_WANTED = ("unreachable", "answered meanwhile")  # notes of messages dropped on purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """One run to be judged: what Telegram saw, what the clinic holds.

    `failures` is how often an update may have failed before it was done.
    """

    api: BotApi
    clinic: Clinic
    failures: int = 0

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Run a query."""
        return list(self.clinic.db.execute(sql, values))

    def faults(self) -> list[str]:
        """Say everything that is wrong, whatever the run was about."""
        checks = (
            self.damage,
            self._updates,
            self._audit,
            self._confirmations,
            self._unsent,
            self._unseen,
            self._copies,
            self._alerts,
            self._strangers,
        )
        return [fault for check in checks for fault in check()]

    def damage(self) -> Iterator[str]:
        """Say what is wrong with the database itself."""
        for row in self.rows("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield f"the database is damaged: {row[0]}"
        for row in self.rows("PRAGMA foreign_key_check"):
            yield f"a row refers to nothing: {row}"

    def _updates(self) -> Iterator[str]:
        inbox = self.rows("SELECT update_id, state, attempts FROM inbox")
        states = {update_id: (state, attempts) for update_id, state, attempts in inbox}
        for update in self.api.journal.updates:
            if update.expired:
                yield f"update {update.update_id} expired before the bot fetched it"
            elif not self._is_done(*states.get(update.update_id, ("missing", 0))):
                yield f"update {update.update_id} is {states.get(update.update_id)}, not done"
        if extra := set(states) - {update.update_id for update in self.api.journal.updates}:
            yield f"updates nobody sent: {extra}"

    def _is_done(self, state: str, attempts: int) -> bool:
        return state == "done" and attempts <= self.failures

    def stored_twice(self) -> list[int]:
        """List the updates that had their effect more than once."""
        effects = self.rows(
            "SELECT update_id FROM (SELECT update_id, form_id || question AS place FROM answer"
            " UNION ALL SELECT update_id, 'words' FROM patient_message)"
            " GROUP BY update_id HAVING count(DISTINCT place) > 1"
        )
        ticks = self.rows(
            "SELECT update_id FROM answer WHERE NOT final GROUP BY update_id HAVING count(*) > 1"
        )
        again = self.rows(
            "SELECT update_id FROM (SELECT update_id, value || final AS given,"
            " lag(value || final) OVER (PARTITION BY form_id, question ORDER BY id) AS before"
            " FROM answer) WHERE given = before"
        )
        return [row[0] for row in effects + ticks + again]

    def begun_twice(self, written: Counter[str]) -> list[str]:
        """List the commands that began more forms than they were written."""
        begun = Counter(
            f"/{row[0]}"
            for row in self.rows("SELECT kind FROM form WHERE kind IN ('diary', 'session')")
        )
        return list(begun - written)

    def lost(self, given: list[Given]) -> list[Given]:
        """List the answers that are neither stored nor refused with a word to the patient."""
        kept = {
            row[0]
            for row in self.rows(
                "SELECT update_id FROM answer UNION SELECT update_id FROM patient_message"
            )
        }
        return [one for one in given if one.update_id not in kept and not self._accounted(one)]

    def _accounted(self, given: Given) -> bool:
        """Tell whether an answer without a row of its own changed nothing, or was refused."""
        before = [
            answer
            for answer in answers.history(self.clinic.db, given.form_id)
            if answer.question == given.question and (answer.update_id or 0) < given.update_id
        ]
        if before and before[-1].final and given.word in ("", as_word(before[-1])):
            return True
        told = f"update:{given.update_id}:%"
        return bool(self.rows("SELECT 1 FROM outbox WHERE dkey LIKE ?", told))

    def _audit(self) -> Iterator[str]:
        """Every answer has its audit row; one that is written again for an update has none."""
        yield from audit.faults(self.clinic.db)
        given = self._counted(
            "SELECT 'form ' || form_id, question FROM answer WHERE final AND NOT EXISTS"
            " (SELECT 1 FROM answer AS earlier WHERE earlier.update_id = answer.update_id"
            " AND earlier.question = answer.question AND earlier.id < answer.id)"
        )
        noted = self._counted("SELECT about, detail FROM audit WHERE what = 'answer'")
        for about, question in (given - noted) + (noted - given):
            yield f"the answers to {question} of {about} and their audit rows differ"

    def _counted(self, sql: str) -> Counter[tuple[str, str]]:
        return Counter((row[0], row[1]) for row in self.rows(sql))

    def _confirmations(self) -> Iterator[str]:
        """Whoever is told of a form has answers on it; whoever reads "saved" has saved it."""
        begun = {f"form {row[0]}" for row in self.rows("SELECT form_id FROM answer")}
        answered = {
            row[0] for row in self.rows("SELECT about FROM audit WHERE what LIKE '% answered'")
        }
        for chat_id, text, markup in self._shown():
            for about in _correctable(markup):
                if about not in (answered if SAVED in text else begun):
                    yield f"chat {chat_id} was told of {about}, which is not there"

    def _shown(self) -> Iterator[tuple[int, str, str]]:
        """Yield chat, text and keyboard of every message and edit that took effect."""
        for method in ("sendMessage", "editMessageText"):
            for request in self.api.journal.sent(method=method):
                yield _content(request.parameters["chat_id"], request.parameters)

    def _unsent(self) -> Iterator[str]:
        """What is not sent was dropped on purpose; an alert only for one that shows it anew."""
        for dkey, state, note in self.rows(
            "SELECT dkey, state, note FROM outbox WHERE state <> 'sent' AND NOT"
            " (note IS 'shown anew' AND EXISTS (SELECT 1 FROM outbox AS anew"
            " WHERE anew.alert_id = outbox.alert_id AND anew.chat_id = outbox.chat_id"
            " AND anew.id > outbox.id AND anew.state = 'sent'))"
        ):
            if note not in NO_LONGER_WANTED:
                yield f"message {dkey} is {state} ({note})"

    def _unseen(self) -> Iterator[str]:
        """A message that counts as sent has been seen, unless its fate is said to be unknown."""
        shown = set(self._shown())
        for dkey, note, chat_id, payload in self.rows(
            "SELECT dkey, note, chat_id, payload FROM outbox WHERE state = 'sent'"
            " AND method IN ('sendMessage', 'editMessageText')"
        ):
            seen = _content(chat_id, json.loads(payload)) in shown
            if not seen and note != OUTCOME_UNKNOWN and not _is_needless(dkey, note):
                yield f"message {dkey} counts as sent ({note}), and nobody has seen it"

    def copies(self) -> Counter[tuple[int, str, str]]:
        """Count the copies too many of each message."""
        sent = Counter(
            _content(request.parameters["chat_id"], request.parameters)
            for request in self.api.journal.sent(method="sendMessage")
            if not any(words in request.parameters["text"] for words in NOT_QUEUED)
        )
        return sent - self._queued("1")

    def _copies(self) -> Iterator[str]:
        allowed = self._queued(f"iif(lane < {Lane.CHECK_IN:d}, unknowns, min(unknowns, 1))")
        for (chat_id, text, _), number in (self.copies() - allowed).items():
            yield f"chat {chat_id} has {number} copies too many of {text[:40]!r}"

    def _queued(self, weight: str) -> Counter[tuple[int, str, str]]:
        counted: Counter[tuple[int, str, str]] = Counter()
        for chat_id, payload, number in self.rows(
            f"SELECT chat_id, payload, {weight} FROM outbox WHERE method = 'sendMessage'"  # noqa: S608
        ):
            counted[_content(chat_id, json.loads(payload))] += number
        return counted

    def _alerts(self) -> Iterator[str]:
        found = self.rows(
            "SELECT form.patient_id, finding.level, finding.rule FROM finding"
            " JOIN form ON form.id = finding.form_id"
        )
        for patient_id, level, rule in found:
            if TriageLevel(level) >= TriageLevel.CONTACT_CLINIC and not self._flagged(
                patient_id, TriageLevel(level)
            ):
                yield f"rule {rule} spoke for patient {patient_id} and nobody was told"
        silent = self.rows(
            "SELECT id FROM alert WHERE NOT EXISTS (SELECT 1 FROM alert_event"
            " WHERE alert_id = alert.id AND what = 'delivered')"
        )
        yield from (f"alert {row[0]} reached nobody" for row in silent)

    def _strangers(self) -> Iterator[str]:
        """Nobody answers for another: each answer is by the patient of its form."""
        for row in self.rows(
            "SELECT answer.id FROM answer JOIN form ON form.id = form_id"
            " JOIN patient ON patient.id = patient_id LEFT JOIN inbox USING (update_id)"
            " WHERE answer.by <> patient.code OR inbox.sender_id <> patient.chat_id"
        ):
            yield f"answer {row[0]} is not by the patient whose form it is on"

    def _flagged(self, patient_id: int, level: TriageLevel) -> bool:
        levels = self.rows(
            "SELECT alert_event.level FROM alert_event JOIN alert ON alert.id = alert_id"
            " WHERE patient_id = ? AND what IN ('raised', 'joined')",
            patient_id,
        )
        return any(TriageLevel(row[0]) >= level for row in levels)

    def lost_check_ins(self, booked: list[int]) -> list[str]:
        """Describe booked check-ins that vanished: neither sent, nor closed with a word for it."""
        found = [forms.by_id(self.clinic.db, form_id) for form_id in booked]
        return [
            f"{form} of {patients.by_id(self.clinic.db, form.patient_id)}"
            for form in found
            if not self._is_kept(form)
        ]

    def _is_kept(self, form: Form) -> bool:
        if form.state is FormState.PLANNED:
            # All of them were due, but for one that a new time zone moved out of the night.
            return form.next_at is not None and form.next_at > self.clinic.now()
        prompted = self.rows("SELECT 1 FROM outbox WHERE dkey = ?", f"form:{form.id}:prompt:1")
        return bool(prompted) or form.state is FormState.REPLACED


def as_word(answer: Answer) -> str:
    """Write a stored answer as the button that gives it does."""
    value = answer.given
    word = value[0] if isinstance(value, list) and len(value) == 1 else value
    return str(word).replace(":", ".")


def _content(chat_id: int, payload: dict[str, Any]) -> tuple[int, str, str]:
    markup = payload.get("reply_markup")
    keyboard = json.dumps(markup, sort_keys=True) if markup else ""
    return chat_id, payload["text"].strip(), keyboard


def _is_needless(dkey: str, note: str | None) -> bool:
    """Tell whether a check-in's question was answered on another message than this one."""
    return dkey.startswith("form:") and note == "proven by a tap"


def _correctable(markup: str) -> Iterator[str]:
    """Name the forms whose answers a keyboard offers to change."""
    for row in json.loads(markup or "{}").get("inline_keyboard", []):
        for button in row:
            tap = read(button["callback_data"])
            if tap and tap.act is Act.CORRECT:
                yield f"form {tap.number}"
