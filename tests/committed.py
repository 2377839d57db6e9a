"""`python -m tests.committed`: searches every committed file for secrets, offline."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HASHES = ".lock"  # nothing but hashes is in such files
# These take hashes, made-up keys of tests and long words for secrets.
NOISY = (
    *("Base64HighEntropyString", "HexHighEntropyString", "KeywordDetector"),
    *("IbmCloudIamDetector", "IPPublicDetector"),
)
SEARCH = (
    *(sys.executable, "-m", "detect_secrets.pre_commit_hook", "--no-verify"),
    *(word for name in NOISY for word in ("--disable-plugin", name)),
)


def committed() -> list[str]:
    """List every file that is committed, or would be with the next commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names = listed.stdout.splitlines()
    return [n for n in names if (ROOT / n).is_file() and not n.endswith(HASHES)]


def found_in(*files: str | Path) -> str:
    """Search some files and say what is found; nothing, when all is well."""
    search = subprocess.run(
        [*SEARCH, *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if search.returncode not in (0, 1):
        raise RuntimeError(search.stderr)
    return search.stdout if search.returncode else ""


if __name__ == "__main__":
    sys.exit(found_in(*committed()) or None)
