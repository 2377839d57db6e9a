"""The methods that fetch updates, answer taps and download files."""

from typing import Any

from bot.demo.bot_api.calls import Call, Strings
from bot.demo.bot_api.refusals import Refusal
from bot.demo.bot_api.taps import Notice
from bot.demo.bot_api.world import World

MAX_NOTICE = 200
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class GetUpdates(Call):
    """Parameters of getUpdates."""

    offset: int = 0
    limit: int = 100
    timeout: int = 0
    allowed_updates: Strings | None = None


class AnswerCallbackQuery(Call):
    """Parameters of answerCallbackQuery."""

    callback_query_id: str = ""
    text: str = ""
    show_alert: bool = False
    cache_time: int = 0


class GetFile(Call):
    """Parameters of getFile."""

    file_id: str = ""


async def get_updates(world: World, call: GetUpdates) -> list[dict[str, Any] | str]:
    """Return waiting updates, or wait for one; text that is not JSON stays as it was pushed."""
    if world.webhook.url:
        raise Refusal(WEBHOOK_ACTIVE, code=409)
    world.queue.allow(call.allowed_updates)
    limit = min(max(call.limit, 1), 100)
    entries = await world.polling.get(offset=call.offset, limit=limit, wait=call.timeout)
    return [entry.body for entry in entries]


async def answer_callback_query(world: World, call: AnswerCallbackQuery) -> bool:
    """Stop the waiting sign on a button, with a short notice or an alert."""
    if len(call.text) > MAX_NOTICE:
        raise Refusal("MESSAGE_TOO_LONG")
    world.taps.answer(call.callback_query_id, Notice(text=call.text, alert=call.show_alert))
    return True


async def get_file(world: World, call: GetFile) -> dict[str, Any]:
    """Tell where a file can be downloaded."""
    stored = world.files.downloadable(call.file_id)
    return stored.as_json() | {"file_path": stored.path}
