"""The table of methods: Bot API name, the shape of its parameters, and what it does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.demo.bot_api import departures, editing, hooking, profile, receiving, sending
from bot.demo.bot_api.calls import Call, Nothing, Raw, ToChat
from bot.demo.bot_api.refusals import Refusal
from bot.demo.bot_api.world import World


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Bot API."""

    name: str
    parameters: type[Call]
    run: Callable[[World, Any], Awaitable[Any]]

    def read(self, raw: Raw) -> Call:
        """Check the parameters of a request."""
        return self.parameters.read(raw)


METHODS = (
    Method("getMe", Nothing, profile.get_me),
    Method("getUpdates", receiving.GetUpdates, receiving.get_updates),
    Method("setWebhook", hooking.SetWebhook, hooking.set_webhook),
    Method("deleteWebhook", hooking.DeleteWebhook, hooking.delete_webhook),
    Method("getWebhookInfo", Nothing, hooking.get_webhook_info),
    Method("sendMessage", sending.SendMessage, sending.send_message),
    Method("sendDocument", sending.SendDocument, sending.send_document),
    Method("sendPhoto", sending.SendPhoto, sending.send_photo),
    Method("sendChatAction", sending.SendChatAction, sending.send_chat_action),
    Method("editMessageText", editing.EditMessageText, editing.edit_message_text),
    Method(
        "editMessageReplyMarkup",
        editing.EditMessageReplyMarkup,
        editing.edit_message_reply_markup,
    ),
    Method("deleteMessage", editing.DeleteMessage, editing.delete_message),
    Method("answerCallbackQuery", receiving.AnswerCallbackQuery, receiving.answer_callback_query),
    Method("getFile", receiving.GetFile, receiving.get_file),
    Method("setMyCommands", profile.SetMyCommands, profile.set_my_commands),
    Method("getMyCommands", profile.InScope, profile.get_my_commands),
    Method("deleteMyCommands", profile.InScope, profile.delete_my_commands),
    Method("setMyName", profile.SetMyName, profile.set_my_name),
    Method("setMyDescription", profile.SetMyDescription, profile.set_my_description),
    Method(
        "setMyShortDescription", profile.SetMyShortDescription, profile.set_my_short_description
    ),
    Method("setChatMenuButton", profile.SetChatMenuButton, profile.set_chat_menu_button),
    Method("leaveChat", ToChat, departures.leave_chat),
    Method("close", Nothing, departures.close),
    Method("logOut", Nothing, departures.log_out),
)
BY_NAME = {method.name.lower(): method for method in METHODS}


def find(name: str) -> Method:
    """Return the method, whose name is read without regard to case."""
    method = BY_NAME.get(name.lower())
    if method is None:
        raise Refusal("method not found", code=404)
    return method
