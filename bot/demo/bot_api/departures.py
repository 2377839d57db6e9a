"""The methods by which a bot goes: out of a group, to another server, from the cloud."""

from datetime import timedelta

from bot.demo.bot_api.calls import Nothing, ToChat
from bot.demo.bot_api.chats import Standing
from bot.demo.bot_api.refusals import Refusal, too_many_requests
from bot.demo.bot_api.world import World

CLOSE_AFTER = timedelta(minutes=10)


async def leave_chat(world: World, call: ToChat) -> bool:
    """Leave a group; a private chat cannot be left."""
    chat = world.open_chat(call.chat_id)
    if chat.kind == "private":
        raise Refusal("chat member status can't be changed in private chats")
    world.bot_status_changed(chat, world.bot, Standing.LEFT)
    return True


async def close(world: World, call: Nothing) -> bool:
    """Prepare a move to another server; refused in the first ten minutes."""
    wait = world.started_at + CLOSE_AFTER - world.now()
    if wait > timedelta():
        raise too_many_requests(round(wait.total_seconds()))
    return True


async def log_out(world: World, call: Nothing) -> bool:
    """Leave the cloud server: no call works for ten minutes."""
    world.logged_out_at = world.now()
    return True
