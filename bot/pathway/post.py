"""Where a message goes: every reply is an outbox row, written with what caused it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.chat.payload import clipped
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Lane

CAPTION_LIMIT = 1024  # code points


@dataclass(slots=True, kw_only=True)
class Post:
    """One chat to write to because of one cause; numbers its messages so that each is once.

    `tapped` is the message whose button was pressed: the first replacement edits it. `advised`
    tells whether somebody was told what to do at once.
    """

    db: Database
    chat_id: int
    cause: str
    now: datetime
    lane: Lane = Lane.REPLY
    tapped: int | None = None
    expires_at: datetime | None = None
    advised: bool = field(default=False, init=False)
    _count: int = field(default=0, init=False)

    def send(self, payload: Mapping[str, Any], *, form_id: int | None = None) -> None:
        """Queue a new message."""
        self._queue("sendMessage", dict(payload), form_id)

    def send_first(self, payload: Mapping[str, Any]) -> None:
        """Queue a new message that goes before everything else: what to do now."""
        self.advised = True
        self._queue("sendMessage", dict(payload), None, lane=Lane.ALERT)

    def call(self, method: str, parameters: Mapping[str, Any]) -> None:
        """Queue a call that writes nothing in a chat."""
        self._queue(method, dict(parameters), None)

    def send_document(self, filename: str, content: str) -> None:
        """Queue a document; its content is base64 text."""
        self._queue("sendDocument", {"filename": filename, "document": content}, None)

    def send_picture(self, svg: str, caption: str, more: Mapping[str, Any]) -> None:
        """Queue a picture as the SVG it is made from, with words that tell the same."""
        payload = {"svg": svg, "caption": clipped(caption, CAPTION_LIMIT), **more}
        self._queue("sendPhoto", payload, None)

    def replace(self, payload: Mapping[str, Any], *, form_id: int | None = None) -> None:
        """Edit the tapped message in place once; without one, queue a new message."""
        if self.tapped is None:
            self.send(payload, form_id=form_id)
            return
        edit = {key: value for key, value in payload.items() if key != "disable_notification"}
        self._queue("editMessageText", {"message_id": self.tapped, **edit}, form_id)
        self.tapped = None

    def _queue(
        self,
        method: str,
        payload: dict[str, Any],
        form_id: int | None,
        lane: Lane | None = None,
    ) -> None:
        self._count += 1
        outbox.queue(
            self.db,
            dkey=f"{self.cause}:{self._count}",
            lane=self.lane if lane is None else lane,
            chat_id=self.chat_id,
            method=method,
            payload=payload,
            due_at=self.now,
            expires_at=self.expires_at,
            form_id=form_id,
        )
