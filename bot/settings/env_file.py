"""What can be wrong with `.env` itself, before its values are looked at."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from bot.settings.secret_files import SecretFileError, require_private


def faults_in(env_file: Path, names: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each line that sets none of `names`, and for a file open to others."""
    text = env_file.read_text("utf-8-sig")
    try:
        require_private(env_file)
    except SecretFileError as error:
        yield f"{env_file} {error}."
    for binding in parse_stream(StringIO(text)):
        if problem := _problem(binding, names):
            yield f"{env_file}, line {_line(binding)}: {problem}"


def _problem(binding: Binding, names: Collection[str]) -> str | None:
    # A secret may stand where a name belongs: only what resembles a name is repeated.
    if binding.error or (binding.key and binding.value is None):
        return "this is not a setting; write NAME=value."
    if not binding.key or binding.key.upper() in names:
        return None
    near = get_close_matches(binding.key.upper(), names, n=1, cutoff=0.7)
    if near:
        return f"there is no setting {binding.key}; did you mean {near[0]}?"
    return "there is no setting of this name; .env.example lists them all."


def _line(binding: Binding) -> int:
    """Return the line of the binding proper: its text may begin with empty lines."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
