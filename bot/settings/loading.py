"""Reading the settings and the database key, with every fault said in plain words."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from bot.settings import env_file as env_files
from bot.settings import secret_files
from bot.settings.fields import Settings
from bot.settings.kinds import PROBLEMS


class SettingsError(Exception):
    """Everything that is wrong with the settings, one sentence per fault.

    `rest` are the settings without what is wrong, so that they can be looked at further.
    """

    def __init__(self, faults: tuple[str, ...], rest: Settings | None = None) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
        self.rest = rest


def load_settings(
    env_file: Path | None = Path(".env"), environ: Mapping[str, str] | None = None
) -> Settings:
    """Read the environment, then `.env`; raise `SettingsError` with every fault at once."""
    environ = os.environ if environ is None else environ
    variables = {name.upper(): name for name in Settings.model_fields}
    given: dict[str, Any] = {
        name: environ[key] for key, name in variables.items() if environ.get(key)
    }
    faults: list[str] = []
    settings: Settings | None
    if env_file and env_file.exists():
        try:
            faults += env_files.faults_in(env_file, variables)
        except (OSError, UnicodeDecodeError):
            faults.append(f"{env_file} cannot be read; make it a text file that is yours.")
            env_file = None
    try:
        settings = Settings(_env_file=env_file, **given)
    except ValidationError as error:
        faults += _faults_of_values(error)
        settings = _without(error, env_file, given)
    if faults or settings is None:
        raise SettingsError(tuple(faults), settings)
    return settings


def _without(
    error: ValidationError, env_file: Path | None, given: Mapping[str, Any]
) -> Settings | None:
    """Read the settings with the defaults in place of what is wrong, if that can be."""
    wrong = {str(fault["loc"][0]) for fault in error.errors()}
    defaults = {name: Settings.model_fields[name].default for name in wrong}
    try:
        return Settings(_env_file=env_file, **{**given, **defaults})
    except ValidationError:
        return None


def read_or_create_key(settings: Settings) -> SecretStr:
    """Return the database key, 64 hexadecimal characters, made on the first start."""
    try:
        return secret_files.read_or_create_key(
            settings.database_key_file, database=settings.database
        )
    except secret_files.SecretFileError as error:
        raise SettingsError((f"DATABASE_KEY_FILE {error}.",)) from error


def _faults_of_values(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False, include_input=False):
        name = str(fault["loc"][0])
        context = {"default": Settings.model_fields[name].default, **fault.get("ctx", {})}
        yield f"{name.upper()} {PROBLEMS[fault['type']].format_map(context)}."
