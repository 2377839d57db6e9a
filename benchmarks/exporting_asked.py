"""Exports in a process of their own that is asked for figures: a clinic's folder, a format."""

import json
import sys
from pathlib import Path

from benchmarks.exporting import exported


def main() -> None:
    """Export once for each line of the input, and say what it took."""
    folder, name = Path(sys.argv[1]), sys.argv[2]
    for _ in sys.stdin:
        made = exported(folder, name)
        answer = {"peak": made.peak, "seconds": made.seconds, "files": list(map(str, made.files))}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
