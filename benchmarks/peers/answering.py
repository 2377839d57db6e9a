"""The peers' end of the line: each line of JSON that comes in is answered by one that goes out."""

import json
import sys
from collections.abc import Callable
from typing import Any


def answer_each(answer: Callable[[Any], Any]) -> None:
    """Answer every line until the input ends."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
