"""The rules for the address of a webhook and for its secret."""

import re

import httpx

from bot.demo.bot_api.refusals import Refusal

PORTS = frozenset({80, 88, 443, 8443})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
MAX_SECRET = 256


def check_url(url: str) -> None:
    """Refuse a URL Telegram would not call; on loopback plain HTTP and any port will do."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise Refusal("bad webhook: invalid webhook URL specified") from None
    if parsed.host in LOOPBACK:
        return
    if parsed.scheme != "https":
        raise Refusal("bad webhook: An HTTPS URL must be provided for webhook")
    if (parsed.port or 443) not in PORTS:
        raise Refusal("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def check_secret(secret: str) -> None:
    """Refuse a secret token that is too long or has other characters than A-Za-z0-9_-."""
    if len(secret) > MAX_SECRET:
        raise Refusal("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise Refusal("secret token contains unallowed characters")
