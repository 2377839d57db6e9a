"""Each rule in `rules.toml` has one test that names it; a test names only rules of the list."""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from types import FunctionType, ModuleType

import pytest

import tests.demo.bot_api
from bot.demo.bot_api import Person
from tests.demo.bot_api.caller import Bot
from tests.demo.bot_api.ruled import NOT_OFFERED, RULES


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(tests.demo.bot_api.__path__):
        if found.name.startswith("test_"):
            yield importlib.import_module(f"tests.demo.bot_api.{found.name}")


def named() -> dict[str, list[str]]:
    """List the tests by the rule they name."""
    names: dict[str, list[str]] = defaultdict(list)
    for module in modules():
        for test in (thing for thing in vars(module).values() if isinstance(thing, FunctionType)):
            for mark in getattr(test, "pytestmark", []):
                if mark.name == "rule":
                    names[mark.args[0]].append(f"{module.__name__}.{test.__name__}")
    return names


def test_each_rule_is_named_by_one_test() -> None:
    tests_of = named()

    assert sorted(set(RULES) - set(tests_of)) == []
    assert {name: found for name, found in tests_of.items() if len(found) > 1} == {}


def test_each_name_is_a_rule() -> None:
    assert sorted(set(named()) - set(RULES)) == []


@pytest.mark.parametrize(
    "method", [method for entry in NOT_OFFERED.values() for method in entry.get("methods", [])]
)
async def test_what_is_not_offered_is_refused(bot: Bot, method: str) -> None:
    assert (await bot.call(method)).refusal == (404, "Not Found: method not found")


@pytest.mark.parametrize("parse_mode", NOT_OFFERED["4 Markdown"]["parse_modes"])
async def test_a_parse_mode_that_is_not_offered_is_refused(
    bot: Bot, robin: Person, parse_mode: str
) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id, text="*x*", parse_mode=parse_mode)

    assert reply.refusal == (400, "Bad Request: unsupported parse_mode")
