"""Rules of section 3: which addresses and secrets setWebhook takes."""

import pytest

from tests.demo.bot_api.caller import Bot
from tests.demo.bot_api.ruled import rule


@rule("3.1 the address")
@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://example.org/", "An HTTPS URL must be provided for webhook"),
        (
            "https://example.org:8080/",
            "Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ("https://exa mple.org:x/", "invalid webhook URL specified"),
    ],
)
async def test_an_address_must_be_https_on_a_known_port(bot: Bot, url: str, problem: str) -> None:
    reply = await bot.call("setWebhook", url=url)

    assert reply.refusal == (400, f"Bad Request: bad webhook: {problem}")


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
async def test_four_ports_are_known(bot: Bot, port: str) -> None:
    reply = await bot.call("setWebhook", url=f"https://example.org{port}/hook")

    assert reply.result is True


@rule("3.2 the secret")
@pytest.mark.parametrize(
    ("secret", "problem"),
    [
        ("x" * 257, "secret token is too long"),
        ("mit Leerzeichen", "secret token contains unallowed characters"),
        ("ä", "secret token contains unallowed characters"),
    ],
)
async def test_a_secret_has_256_plain_characters(bot: Bot, secret: str, problem: str) -> None:
    reply = await bot.call("setWebhook", url="http://127.0.0.1:9/", secret_token=secret)

    assert reply.refusal == (400, f"Bad Request: {problem}")
