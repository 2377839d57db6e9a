"""P6: triage of one report with all rules, beside cel-python and rules as plain Python."""

import re
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.peer import Peer
from benchmarks.result import Check, Plan, Result, Table, ratio
from bot.clinical.facts import History, report_facts
from bot.clinical.protocol import Protocol
from bot.clinical.triage import triage
from bot.protocol import load_protocol

CALLS = 300  # in one round of one side
ANSWERS = {"gate": "none", "nrs": 5, "problems": ["tingling"], "tingling": 2}
HISTORY = History(baseline_nrs=4, hours=48.0)
WORDS = {"&&": " and ", "||": " or ", "size(": "len(", "\n": " "}
BOT, PLAIN, CEL_PYTHON = "the bot", "rules as plain Python", "cel-python"
FACTS = "the bot, its facts gathered as well"


def measure(plan: Plan) -> Result:
    """Judge one report by every side; each must find the same rules to be true."""
    protocol = load_protocol()
    facts = report_facts(protocol, ANSWERS, HISTORY)
    rules = {rule.key: rule.when for rule in protocol.rules if rule.applies_to == "report"}
    true = list(triage(protocol, facts, complete=False).rules)
    plain = plain_python(rules, facts)
    with Peer("benchmarks.peers.cel_python") as peer:
        theirs = peer.ask({"rules": rules, "facts": facts})
        if not set(true) == set(theirs) == set(plain()):
            raise RuntimeError(f"the sides do not agree: {true}, {theirs}, {plain()}")
        figures = plan.interleave(
            {
                BOT: lambda: per_call(lambda: triage(protocol, facts, complete=True)),
                FACTS: lambda: per_call(lambda: whole(protocol)),
                PLAIN: lambda: per_call(plain),
                CEL_PYTHON: lambda: peer.ask(CALLS // 50) * 1000,
            },
            rounds=max(plan.rounds, 5),
        )
    return Result(
        tables=[Table(f"one report, {len(rules)} rules", "ms", figures)],
        checks=[
            Check("triage of one report", statistics.median(figures[BOT]), at_most=0.5, unit="ms"),
            Check("the bot / plain Python", ratio(figures, BOT, PLAIN), at_most=15),
        ],
        notes=[
            f"cel-python takes {ratio(figures, CEL_PYTHON, BOT):.0f} × as long. Every side finds "
            f"the same rules to be true: {', '.join(sorted(true))}."
        ],
    )


def whole(protocol: Protocol) -> object:
    """Judge a report from its answers on."""
    return triage(protocol, report_facts(protocol, ANSWERS, HISTORY), complete=True)


def plain_python(rules: dict[str, str], facts: dict[str, Any]) -> Callable[[], list[str]]:
    """Write the rules in Python, compiled once; one over facts that are absent is not true."""
    compiled = {
        key: compile(_in_python(source), key, "eval")  # the rules lie in this repository
        for key, source in rules.items()
    }

    def run() -> list[str]:
        return [key for key, code in compiled.items() if _is_true(code, facts)]

    return run


def _in_python(source: str) -> str:
    for theirs, ours in WORDS.items():
        source = source.replace(theirs, ours)
    return re.sub(r"\btrue\b", "True", re.sub(r"\bfalse\b", "False", source)).strip()


def _is_true(code: Any, facts: dict[str, Any]) -> bool:
    try:
        return bool(eval(code, {}, facts))  # noqa: S307  # the rules lie in this repository
    except NameError:
        return False


def per_call(run: Callable[[], object]) -> float:
    """Time one round of one side, in milliseconds of the processor for each call."""
    began = time.process_time()
    for _ in range(CALLS):
        run()
    return (time.process_time() - began) / CALLS * 1000
