"""Every setting: its name, its kind, its default, and what it is for."""

from pathlib import Path
from typing import Annotated

from pydantic import DirectoryPath, Field, SecretStr, ValidationInfo
from pydantic import field_validator as check
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.clinical.duty import DutyHours
from bot.settings import kinds
from bot.settings.secret_files import SecretFileError, require_private, require_usable_key


class Settings(BaseSettings):
    """Every setting; its environment variable is its name in capitals."""

    # A file setting stands before the secret it may hold, DATABASE before its key, and
    # WEBHOOK_URL before its secret: a check sees only the settings above its own.

    telegram_bot_token_file: Path | None = None
    """A file with the bot's token in it, in place of TELEGRAM_BOT_TOKEN."""
    telegram_bot_token: kinds.BotToken | None = None
    """The bot's token from BotFather; without one, `make run` starts the demo."""
    telegram_api_url: kinds.WebAddress = "https://api.telegram.org"
    """The Bot API server: Telegram's, or one you host."""

    database: kinds.File = Path("data/needling.db")
    """The encrypted database with every patient's record."""
    database_key_file: Path = Path("keys/database.key")
    """The key to the database, made on the first start; never in the database's directory."""

    backup_dir: Path | None = None
    """Where a backup is written each night; without it, none is. Best another disk."""
    backup_days: Annotated[int, Field(ge=1, le=35)] = 14
    """How many days a backup is kept, 1 to 35: what patients delete is gone from all by then."""
    keep_days: Annotated[int, Field(ge=90, le=36500)] | None = None
    """How many days a patient's answers are kept after the last one; without it, for good."""

    clinic_name: kinds.ShownText = ""
    """The clinic's name, as patients know it. Another name asks every patient to agree anew."""
    clinic_phone: kinds.ShownText = ""
    """The number patients are told to call."""
    clinic_hours: kinds.ShownText = ""
    """When answers are read, shown to patients, as in: Monday to Friday, 9:00 to 17:00."""
    duty_hours: kinds.DutyTimes = DutyHours()
    """When alerts are read, in CLINIC_ZONE, as in: mon-fri 09:00-17:00, sat 10:00-12:00."""
    digest_hour: kinds.DigestHour = 8
    """When those on duty get the morning's digest, in CLINIC_ZONE: an hour, 0 to 23, or off."""
    clinic_zone: kinds.TimeZone = "UTC"
    """The clinic's time zone, as in: Europe/Berlin."""
    clinic_region: kinds.Region = ""
    """The clinic's country, for emergency numbers, in two small letters, as in: de."""
    confirmed_regions: kinds.RegionDays = {}
    """Regions whose emergency number the clinic has checked, and when, as in: ca:2026-11-01."""
    clinic_language: kinds.Language = "en"
    """The language the bot begins in; each patient may choose another."""
    privacy_contact: kinds.ShownText = ""
    """Who answers questions about privacy: a name with an address or a number."""

    alert_hook_url: kinds.HookAddress | None = None
    """Where an urgent flag is told that reaches no clinician on Telegram, by a POST of JSON."""

    open_enrolment: bool = False
    """Whether patients may join without an invitation: true or false."""
    invitation_days: Annotated[int, Field(ge=1, le=30)] = 7
    """How many days an invitation can be used, 1 to 30."""
    protocol_dir: DirectoryPath | None = None
    """A directory with your own clinical content, in place of what comes with the bot."""

    webhook_url: kinds.WebAddress | None = None
    """Where Telegram can reach this bot; without it, the bot asks Telegram for messages."""
    webhook_secret_file: Path | None = None
    """A file with the webhook secret in it, in place of WEBHOOK_SECRET."""
    webhook_secret: kinds.WebhookSecret | None = None
    """Proves that a webhook request is Telegram's: 32 to 256 letters, digits, _ and -."""
    portal_url: kinds.PortalAddress | None = None
    """The portal's own address for the clinic's staff; without it, there is no portal."""
    web_host: str = "127.0.0.1"
    """The address the web server listens on."""
    web_port: Annotated[int, Field(ge=1, le=65535)] = 8080
    """The port the web server listens on."""

    metrics_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """A port for /healthz and /metrics, on 127.0.0.1 alone; without it, there are no figures."""
    ping_url: kinds.WebAddress | None = None
    """An address that is asked for each minute while all is well, as healthchecks.io has them."""

    log_level: kinds.LogLevel = "INFO"
    """How much is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_file_encoding="utf-8-sig",  # Windows editors begin a file with a byte order mark
        env_ignore_empty=True,
        str_strip_whitespace=True,
        validate_default=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leave the process environment to `load_settings`, which is told which one to read."""
        return init_settings, dotenv_settings

    @check("telegram_bot_token", "webhook_secret", mode="before")
    @classmethod
    def _take_secret_from_its_file(cls, value: object, info: ValidationInfo) -> object:
        file: Path | None = info.data.get(f"{info.field_name}_file")
        if file is None:
            return value.strip() if isinstance(value, str) else value
        variable = f"{info.field_name}_file".upper()
        if value is not None:
            raise ValueError(f"is set, and so is {variable}; keep only one of the two")
        try:
            require_private(file)
            return file.read_text("utf-8").strip()
        except SecretFileError as error:
            raise ValueError(f"is in the file that {variable} names, and that {error}") from None
        except (OSError, UnicodeDecodeError):
            raise ValueError(
                f"cannot be read from the file that {variable} names; "
                "write the path of a text file that this user may read"
            ) from None

    @check("webhook_secret")
    @classmethod
    def _require_secret_with_webhook(
        cls, value: SecretStr | None, info: ValidationInfo
    ) -> SecretStr | None:
        if value is None and info.data.get("webhook_url"):
            raise ValueError("is missing, and WEBHOOK_URL needs it; write 32 or more letters")
        return value

    @check("database_key_file")
    @classmethod
    def _require_usable_key(cls, value: Path, info: ValidationInfo) -> Path:
        if database := info.data.get("database"):
            require_usable_key(value, database=database)
        return value
