"""Change rule evaluation and the schedule one spot at a time; tell which changes no test notices.

`make mutants` runs it, in about five minutes. A change that survives must stand in
`mutants.toml` with the reason why it makes no difference; one that is dead must not.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
WORK = HERE.parent / "mutants"
EXPLAINED = HERE / "mutants.toml"
MUTMUT = str(Path(sys.executable).with_name("mutmut"))
UNNOTICED = (": survived", ": no tests")

Change = tuple[str, str, str]  # function, line before, line after


def survivors() -> set[Change]:
    """Run every mutant afresh and give the changes that no test noticed."""
    shutil.rmtree(WORK, ignore_errors=True)
    subprocess.run([MUTMUT, "run"], cwd=HERE.parent, check=True, stdout=subprocess.DEVNULL)
    listed = _mutmut("results").splitlines()
    names = [line.strip().split(":")[0] for line in listed if line.endswith(UNNOTICED)]
    return {_change(name) for name in names}


def _change(name: str) -> Change:
    lines = _mutmut("show", name).splitlines()
    before, after = (
        " ".join(line[1:].strip() for line in lines if line[:1] == sign and line[:3] != sign * 3)
        for sign in "-+"
    )
    return name.split("__mutmut_")[0], before, after


def _mutmut(*arguments: str) -> str:
    run = subprocess.run(
        [MUTMUT, *arguments], cwd=HERE.parent, check=True, capture_output=True, text=True
    )
    return run.stdout


def explained() -> set[Change]:
    """Read the changes that are known to make no difference."""
    entries = tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).get("mutant", [])
    missing = [entry["function"] for entry in entries if not entry["reason"].strip()]
    if missing:
        sys.exit(f"Write why these make no difference: {', '.join(missing)}")
    return {(entry["function"], entry["before"], entry["after"]) for entry in entries}


def main() -> None:
    """Print what differs from the explained list, and fail if anything does."""
    found, known = survivors(), explained()
    for function, before, after in sorted(found - known):
        print(f"not noticed by any test: {function}\n  - {before}\n  + {after}")
    for function, before, after in sorted(known - found):
        print(f"noticed now, so no longer to be explained: {function}\n  - {before}\n  + {after}")
    print(f"{len(found)} changes survive, {len(found & known)} of them explained")
    sys.exit(found != known)


if __name__ == "__main__":
    main()
