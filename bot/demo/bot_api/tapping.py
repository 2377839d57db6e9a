"""Finding the button a person means: newest message first, by its label or a part of it."""

from collections.abc import Iterable

from bot.demo.bot_api.messages import Button, Message


def find_button(wanted: str, messages: Iterable[Message]) -> tuple[Message, Button]:
    """Return the button with this label on the first message that holds one.

    An exact label is taken first, then the only label that begins with the words, then the only
    one that contains them. Raise LookupError with the labels in sight when there is none, or when
    the words fit several.
    """
    seen: list[str] = []
    for message in messages:
        seen += message.labels
        fitting = _fitting(wanted, [button for row in message.buttons for button in row])
        if len(fitting) == 1:
            return message, fitting[0]
        if fitting:
            raise LookupError(f"{wanted!r} fits several of {message.labels}")
    raise LookupError(f"no button {wanted!r}; to be seen are {seen}")


def _fitting(wanted: str, buttons: list[Button]) -> list[Button]:
    exact = [button for button in buttons if button.label == wanted]
    if exact:
        return exact[:1]
    words = wanted.casefold()
    begins = [button for button in buttons if button.label.casefold().startswith(words)]
    return begins or [button for button in buttons if words in button.label.casefold()]
