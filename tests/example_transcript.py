"""Writes docs/transcript.md, also into the README: a check-in and an alert on the phones."""

import asyncio
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from bot.storage import patients
from bot.storage.database import transaction
from tests.house import Chatter, House, open_house
from tests.stories.acts import had_a_session, is_well

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- transcript -->", "<!-- end of transcript -->"
FILE = Path(__file__).parents[1] / "docs" / "transcript.md"
ZONE = ZoneInfo("Europe/Berlin")
WIDTH = 88
INDENT = " " * 7  # under the time of day
SHOWN = {"sendMessage": "", "editMessageText": ", in place"}
HEAD = """# On the phones

Both sides of a check-in and of an alert, played by made-up people over the real program.
Buttons stand in [brackets]. `make example-transcript` writes this page.
"""


@dataclass(slots=True)
class Scribe:
    """Writes down what people tap and what the bot answers from then on."""

    house: House
    names: dict[int, str]
    lines: list[str] = field(default_factory=list)
    heard: int = 0

    def begin(self) -> None:
        """Start a new page: what was said before is left out."""
        self.lines, self.heard = [], len(self.house.api.journal.requests)

    async def taps(self, person: Chatter, *buttons: str) -> None:
        """Let a person tap, and write down the tap and the answer."""
        for button in buttons:
            self._write(f"{person.person.user.first_name} taps [{self._label(person, button)}]")
            await person.taps(button)
            self.listen()

    def listen(self) -> None:
        """Write down what the bot has said since."""
        requests = self.house.api.journal.requests
        for request in requests[self.heard :]:
            if request.method in SHOWN:
                name = self.names[request.parameters["chat_id"]]
                self._write(f"Bot to {name}{SHOWN[request.method]}:")
                self.lines += [f"{INDENT}{line}".rstrip() for line in _message(request.parameters)]
        self.heard = len(requests)

    def _label(self, person: Chatter, button: str) -> str:
        shown = [label for message in person.person.with_buttons for label in message.labels]
        return next(label for label in reversed(shown) if label.startswith(button))

    def _write(self, line: str) -> None:
        self.lines += ["", f"{self.house.now.astimezone(ZONE):%H:%M}  {line}"]

    def page(self, title: str) -> str:
        """Give what was written down under a title."""
        told = "\n".join(self.lines).strip("\n")
        return f"## {title}\n\n```text\n{told}\n```\n"


def _message(parameters: dict[str, Any]) -> list[str]:
    paragraphs = str(parameters["text"]).split("\n")
    rows = (parameters.get("reply_markup") or {}).get("inline_keyboard", [])
    text = [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, WIDTH) or [""]]
    return [*text, *(" ".join(f"[{button['text']}]" for button in row) for row in rows)]


async def transcript() -> str:
    """Play the check-in and the alert and give the whole page."""
    with TemporaryDirectory() as place:
        async with open_house(Path(place)) as house:
            charlie = await house.clinician("Charlie")
            robin = await house.patient("Robin")
            with transaction(house.clinic.db):  # codes are drawn at random
                patients.change(house.clinic.db, robin.patient.id, code="K7QX2")
            scribe = Scribe(house, {robin.person.id: "Robin", charlie.person.id: "Charlie"})
            return "\n".join(
                (
                    HEAD,
                    await _check_in(scribe, robin),
                    await _alert(scribe, robin, charlie),
                )
            )


async def _check_in(scribe: Scribe, robin: Chatter) -> str:
    await had_a_session(robin)
    scribe.begin()
    await scribe.house.go(hours=3)
    scribe.listen()
    await scribe.taps(robin, "None of these", "3", "No new problem")
    return scribe.page("A check-in: all well, in three taps")


async def _alert(scribe: Scribe, robin: Chatter, charlie: Chatter) -> str:
    await scribe.house.go(hours=21)
    await is_well(robin)
    await scribe.house.go(hours=24)
    await robin.taps("None of these", "3", "Shortness of breath")
    scribe.begin()
    await scribe.taps(robin, "Done", "A little, only when active")
    await scribe.house.go(minutes=4)
    await scribe.taps(charlie, "Acknowledge")
    await scribe.house.go(minutes=26)
    scribe.listen()
    await scribe.taps(robin, "Yes", "Yes")
    await scribe.taps(charlie, "Close with a reason", "Sent to hospital", "Care is arranged")
    return scribe.page("An alert: short of breath two days after")


def in_readme(told: str) -> str:
    """Give the README with the transcript's pages in their place."""
    kept = README.read_text("utf-8")
    before, _, rest = kept.partition(BEGIN)
    _, _, after = rest.partition(END)
    pages = told.removeprefix(HEAD).strip().replace("## ", "### ")
    return f"{before}{BEGIN}\n\n{pages}\n\n{END}{after}"


if __name__ == "__main__":
    page = asyncio.run(transcript())
    FILE.write_text(page, "utf-8")
    README.write_text(in_readme(page), "utf-8")
    print(FILE, README)
