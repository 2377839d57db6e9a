"""Button taps that the bot may still answer, each once and not for long."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo.bot_api.refusals import Refusal

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What answerCallbackQuery put on the screen of one person."""

    text: str
    alert: bool


class Taps:
    """Open callback queries; `deadline` is how long one can be answered (not documented)."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._open: dict[str, tuple[int, datetime]] = {}
        self.deadline = timedelta(seconds=15)
        self.notices: dict[int, list[Notice]] = {}

    def begin(self, user_id: int) -> str:
        """Open a query for a tap made now."""
        query_id = str(secrets.randbelow(2**63))
        self._open[query_id] = (user_id, self._now() + self.deadline)
        return query_id

    def answer(self, query_id: str, notice: Notice) -> None:
        """Show the notice and close the query; refuse an unknown, used or late one."""
        user_id, until = self._open.pop(query_id, (0, self._now()))
        if until <= self._now():
            raise Refusal(TOO_OLD)
        if notice.text:
            self.notices.setdefault(user_id, []).append(notice)
