"""The shape of a call: its parameters as a pydantic model, read from the strings of a request."""

import json
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.demo.bot_api.files import Upload
from bot.demo.bot_api.keyboards import parse_markup
from bot.demo.bot_api.refusals import Refusal

Raw = dict[str, str | Upload]


def _chat_id(raw: object) -> object:
    text = str(raw).strip()
    return int(text) if text.lstrip("-").isdecimal() else text


def _from_json(raw: str) -> object:
    try:
        return json.loads(raw)
    except ValueError:
        raise Refusal("can't parse JSON encoded parameter") from None


ChatId = Annotated[int | str, BeforeValidator(_chat_id)]
JsonObject = Annotated[dict[str, Any], BeforeValidator(_from_json)]
JsonObjects = Annotated[list[dict[str, Any]], BeforeValidator(_from_json)]
Strings = Annotated[list[str], BeforeValidator(_from_json)]
Markup = Annotated[dict[str, Any], BeforeValidator(parse_markup)]


class Call(BaseModel):
    """The parameters of one method; a name that is not a field is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    @classmethod
    def read(cls, raw: Raw) -> Self:
        """Check names and types of the parameters; form values arrive as strings."""
        for name in raw:
            if name not in cls.model_fields:
                raise Refusal(f'unknown parameter "{name}"')
        try:
            return cls.model_validate(raw)
        except ValidationError as error:
            problem = error.errors()[0]
            message = f'invalid parameter "{problem["loc"][0]}": {problem["msg"]}'
            raise Refusal(message) from None

    def given(self) -> dict[str, Any]:
        """Return the parameters that were in the request."""
        return {name: getattr(self, name) for name in sorted(self.model_fields_set)}


class Nothing(Call):
    """A method without parameters."""


class ToChat(Call):
    """A call about one chat."""

    chat_id: ChatId = ""


class OnMessage(ToChat):
    """A call about one message."""

    message_id: int = 0


class Sending(ToChat):
    """What every method that sends a message accepts."""

    parse_mode: str = ""
    disable_notification: bool = False
    protect_content: bool = False
    allow_paid_broadcast: bool = False
    message_effect_id: str = ""
    reply_parameters: JsonObject | None = None
    reply_markup: Markup | None = None
