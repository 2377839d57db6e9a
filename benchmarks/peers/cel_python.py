"""The same rules with cel-python, each compiled once."""

import time
from typing import Any

import celpy

from benchmarks.peers.answering import answer_each


class Rules:
    """Rules and facts are given first; then each line asks for so many reports."""

    def __init__(self) -> None:
        self._rules: dict[str, Any] = {}
        self._facts: Any = None

    def answer(self, asked: Any) -> Any:
        """Take rules and facts and name the rules that are true; or give seconds per report."""
        if isinstance(asked, int):
            began = time.process_time()
            for _ in range(asked):
                self._true()
            return (time.process_time() - began) / asked
        environment = celpy.Environment()
        for key, source in asked["rules"].items():
            self._rules[key] = environment.program(environment.compile(source))
        self._facts = celpy.json_to_cel(asked["facts"])
        return self._true()

    def _true(self) -> list[str]:
        return [key for key, rule in self._rules.items() if self._holds(rule)]

    def _holds(self, rule: Any) -> bool:
        try:
            return bool(rule.evaluate(self._facts))
        except celpy.CELEvalError:
            return False


if __name__ == "__main__":
    answer_each(Rules().answer)
