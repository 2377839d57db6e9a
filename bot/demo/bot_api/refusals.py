"""The one way the stand-in says no: an error code, Telegram's own words and its parameters."""

import re
from typing import Any

PREFIXES = {
    400: "Bad Request: ",
    403: "Forbidden: ",
    404: "Not Found: ",
    409: "Conflict: ",
}
CONSTANT = re.compile("[A-Z0-9_]+")


class Refusal(Exception):
    """A call the Bot API refuses; `description` is completed to Telegram's wording.

    `bare` leaves out the words that say what kind of refusal it is.
    """

    def __init__(
        self,
        description: str,
        *,
        code: int = 400,
        parameters: dict[str, Any] | None = None,
        bare: bool = False,
    ) -> None:
        # A constant behind a 403 is about the call, not about who may make it.
        code = 400 if code == 403 and CONSTANT.fullmatch(description) else code
        prefix = "" if bare else PREFIXES.get(code, "")
        self.code = code
        self.description = prefix + uncapitalised(description) if prefix else description
        self.parameters = parameters or {}
        super().__init__(self.description)

    def envelope(self) -> dict[str, Any]:
        """Build the JSON body of the answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def uncapitalised(description: str) -> str:
    """Lower the first letter, unless the text is a server constant such as BUTTON_DATA_INVALID."""
    if description[1:2].isupper() or description[1:2] == "_":
        return description
    return description[:1].lower() + description[1:]


def not_utf8() -> Refusal:
    """Refuse text that cannot be written as UTF-8, such as a byte out of place."""
    return Refusal("strings must be encoded in UTF-8")


def utf8(text: str) -> bytes:
    """Encode a text, which must not hold half of a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise not_utf8() from None


def too_many_requests(seconds: int) -> Refusal:
    """Refuse with 429; the server also sends the Retry-After header for it."""
    return Refusal(
        f"Too Many Requests: retry after {seconds}",
        code=429,
        parameters={"retry_after": seconds},
    )
