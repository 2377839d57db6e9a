"""The methods that set, remove and describe the webhook."""

from typing import Any

from bot.demo.bot_api.calls import Call, Nothing, Strings
from bot.demo.bot_api.webhook_address import check_secret, check_url
from bot.demo.bot_api.world import World


class SetWebhook(Call):
    """Parameters of setWebhook."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    allowed_updates: Strings | None = None
    drop_pending_updates: bool = False


class DeleteWebhook(Call):
    """Parameters of deleteWebhook."""

    drop_pending_updates: bool = False


async def set_webhook(world: World, call: SetWebhook) -> bool:
    """Deliver updates to a URL; an empty one goes back to polling."""
    if call.url:
        check_url(call.url)
    check_secret(call.secret_token)
    world.floods.admit_webhook()
    world.queue.allow(call.allowed_updates)
    if call.drop_pending_updates:
        world.queue.confirm(world.queue.waiting())
    if not call.url:
        world.webhook.remove()
        return True
    world.webhook.set(call.url, secret=call.secret_token, max_connections=call.max_connections)
    world.polling.end("terminated by setWebhook request")
    return True


async def delete_webhook(world: World, call: DeleteWebhook) -> bool:
    """Go back to polling."""
    if call.drop_pending_updates:
        world.queue.confirm(world.queue.waiting())
    world.webhook.remove()
    return True


async def get_webhook_info(world: World, call: Nothing) -> dict[str, Any]:
    """Describe the webhook."""
    webhook = world.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.queue.waiting()),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error:
        info["last_error_date"], info["last_error_message"] = webhook.last_error
    return info
