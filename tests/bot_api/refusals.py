"""The one way the stand-in says no: an error code, Telegram's own words and its parameters."""

from typing import Any

PREFIXES = {
    400: "Bad Request: ",
    403: "Forbidden: ",
    404: "Not Found: ",
    409: "Conflict: ",
}


class Refusal(Exception):
    """A call the Bot API refuses; `description` is completed to Telegram's wording."""

    def __init__(
        self, description: str, *, code: int = 400, parameters: dict[str, Any] | None = None
    ) -> None:
        self.code = code
        self.description = PREFIXES.get(code, "") + uncapitalised(description, code)
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


def uncapitalised(description: str, code: int) -> str:
    """Lower the first letter, unless the text is a server constant such as BUTTON_DATA_INVALID."""
    constant = len(description) > 1 and (description[1].isupper() or description[1] == "_")
    if code not in PREFIXES or constant:
        return description
    return description[:1].lower() + description[1:]


def too_many_requests(seconds: int) -> Refusal:
    """Refuse with 429; the server also sends the Retry-After header for it."""
    return Refusal(
        f"Too Many Requests: retry after {seconds}",
        code=429,
        parameters={"retry_after": seconds},
    )
