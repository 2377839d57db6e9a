"""Settings are read from the environment and `.env`, and every fault is named at once."""

import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from stat import S_IMODE

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsError, load_settings, read_or_create_key

TOKEN = "123456789:TEST-token-0123456789abcdef"
CANARY = "canary0canary0canary0canary0canary0canary0"
EXAMPLE = Path(__file__).parents[1] / ".env.example"

WriteEnv = Callable[..., Path]


@pytest.fixture(autouse=True)
def _in_an_empty_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def write_env(tmp_path: Path) -> WriteEnv:
    """Write a private `.env` of these lines."""

    def write(*lines: str, mode: int = 0o600) -> Path:
        file = tmp_path / ".env"
        file.write_text("\n".join(lines), "utf-8")
        file.chmod(mode)
        return file

    return write


def faults_of(environ: Mapping[str, str], env_file: Path | None = None) -> tuple[str, ...]:
    """Return what is wrong with the settings; fail when nothing is."""
    with pytest.raises(SettingsError) as raised:
        load_settings(env_file, environ)
    return raised.value.faults


def test_nothing_set_is_enough_to_start() -> None:
    settings = load_settings(Path(".env"), {})

    assert settings == Settings()
    assert settings.telegram_bot_token is None


def test_the_environment_comes_before_the_file(write_env: WriteEnv) -> None:
    file = write_env("CLINIC_NAME=From the file", "CLINIC_PHONE=+44 1632 960001")

    settings = load_settings(file, {"CLINIC_NAME": "From the environment", "HOME": "/root"})

    assert settings.clinic_name == "From the environment"
    assert settings.clinic_phone == "+44 1632 960001"


def test_an_empty_value_keeps_the_default(write_env: WriteEnv) -> None:
    settings = load_settings(write_env("WEB_PORT=", "WEBHOOK_URL="), {"LOG_LEVEL": ""})

    assert settings == Settings()


def test_the_process_environment_is_read_when_no_other_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLINIC_NAME", "Headache Clinic")

    assert load_settings(None).clinic_name == "Headache Clinic"


def test_a_byte_order_mark_does_not_hide_the_first_setting(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xef\xbb\xbfCLINIC_NAME=Headache Clinic\r\n")
    file.chmod(0o600)

    assert load_settings(file, {}).clinic_name == "Headache Clinic"


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().web_port = 1  # type: ignore[misc] # the point of the test


def test_every_fault_is_reported_at_once(write_env: WriteEnv) -> None:
    file = write_env(
        "TELEGRAM_BOT_TOKN=x", "WEB_PORT=many", "CLINIC_ZONE=Mars/Olympus", mode=0o644
    )

    faults = faults_of({"INVITATION_DAYS": "31", "OPEN_ENROLMENT": "perhaps"}, file)

    assert [fault.split()[0] for fault in faults] == [
        f"{file}",
        f"{file},",
        "CLINIC_ZONE",
        "OPEN_ENROLMENT",
        "INVITATION_DAYS",
        "WEB_PORT",
    ]


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("TELEGRAM_BOT_TOKEN", "123456789", "is not a token as BotFather gives it"),
        ("TELEGRAM_BOT_TOKEN", "123456:short", "is not a token as BotFather gives it"),
        ("TELEGRAM_BOT_TOKEN_FILE", "nowhere.txt", "that TELEGRAM_BOT_TOKEN_FILE names"),
        ("TELEGRAM_API_URL", "api.telegram.org", "is not a web address"),
        ("TELEGRAM_API_URL", "https://someone@api.telegram.org", "is not a web address"),
        ("TELEGRAM_API_URL", "http://api.telegram.org", "unencrypted; write it with https://"),
        ("TELEGRAM_API_URL", "http://127.0.0.1.example.org", "unencrypted"),
        ("WEBHOOK_URL", "http://clinic.example", "unencrypted"),
        ("DATABASE", ".", "names a directory"),
        ("DIGEST_HOUR", "24", "is no hour of the day; write a number from 0 to 23, or off"),
        ("DIGEST_HOUR", "8 am", "is no hour of the day"),
        ("DUTY_HOURS", "9-17", "has no days and hours as entry 1; write each like mon-fri"),
        ("DUTY_HOURS", "mon-fri 09:00-17:00, sat 17:00-09:00", "as entry 2"),
        ("DATABASE_KEY_FILE", "data/database.key", "write a path in a directory of its own"),
        ("CLINIC_ZONE", "Europe/Berln", "write Area/City, for example Europe/Berlin"),
        ("CLINIC_ZONE", "?", "write Area/City"),
        ("CLINIC_REGION", "Germany", "two small letters"),
        ("CLINIC_NAME", "x" * 201, "write at most 200 characters"),
        ("CLINIC_LANGUAGE", "German!", "is not a language tag"),
        ("OPEN_ENROLMENT", "perhaps", "neither true nor false"),
        ("PROTOCOL_DIR", "nowhere", "names no directory"),
        ("INVITATION_DAYS", "0", "write 1 or more"),
        ("INVITATION_DAYS", "31", "write 30 or less"),
        ("INVITATION_DAYS", "a week", "write digits only, for example 7"),
        ("WEB_PORT", "65536", "write 65535 or less"),
        ("WEB_PORT", "8" * 5000, "write a number such as 8080"),
        ("METRICS_PORT", "0", "write 1 or more"),
        ("PING_URL", "http://ping.example/x", "unencrypted; write it with https://"),
        ("WEBHOOK_SECRET", "x" * 31, "must be 32 to 256"),
        ("WEBHOOK_SECRET", "x" * 257, "must be 32 to 256"),
        ("WEBHOOK_SECRET", "pass word" * 5, "must be 32 to 256"),
        ("LOG_LEVEL", "LOUD", "'DEBUG', 'INFO'"),
    ],
)
def test_a_fault_says_which_setting_what_is_wrong_and_what_to_write(
    variable: str, value: str, said: str
) -> None:
    (fault,) = faults_of({variable: value})

    assert fault.startswith(variable.removesuffix("_FILE") if "TOKEN" in variable else variable)
    assert said in fault
    assert fault.endswith(".")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", f" {TOKEN}\n"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081"),
        ("TELEGRAM_API_URL", "http://localhost:8081/"),
        ("TELEGRAM_API_URL", "http://[::1]:8081"),
        ("TELEGRAM_API_URL", "https://bots.clinic.example/api"),
        ("CLINIC_ZONE", "Asia/Kathmandu"),
        ("CLINIC_REGION", "gb"),
        ("CLINIC_LANGUAGE", "pt-BR"),
        ("INVITATION_DAYS", "1"),
        ("INVITATION_DAYS", "30"),
        ("WEB_PORT", "65535"),
        ("WEBHOOK_SECRET", "x" * 32),
        ("WEBHOOK_SECRET", "_-" * 128),
        ("LOG_LEVEL", "warning"),
        ("PROTOCOL_DIR", "."),
        ("LANGUAGE", "en_GB:en"),  # the operator's desktop sets it: it is not ours
    ],
)
def test_what_fits_is_accepted(variable: str, value: str) -> None:
    assert isinstance(load_settings(None, {variable: value}), Settings)


def test_an_api_address_loses_its_last_slash() -> None:
    settings = load_settings(None, {"TELEGRAM_API_URL": "https://bots.clinic.example/"})

    assert settings.telegram_api_url == "https://bots.clinic.example"


def test_a_mistyped_name_is_answered_with_the_nearest_one(write_env: WriteEnv) -> None:
    (fault,) = faults_of({}, write_env("", "# the bot", f"TELEGRAM_BOT_TOKN={TOKEN}"))

    assert (
        "line 3: there is no setting TELEGRAM_BOT_TOKN; did you mean TELEGRAM_BOT_TOKEN?" in fault
    )
    assert TOKEN not in fault


@pytest.mark.parametrize("line", [CANARY, f"{CANARY}=", f"{TOKEN}", "NAME: value", "NAME='open"])
def test_a_line_that_sets_nothing_is_named_by_its_number_only(
    write_env: WriteEnv, line: str
) -> None:
    file = write_env("CLINIC_NAME=Headache Clinic", "", line)

    (fault,) = faults_of({}, file)

    assert fault.startswith(f"{file}, line 3: ")
    assert line not in fault
    assert CANARY not in fault


def test_an_unreadable_file_is_a_fault_among_the_others(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"CLINIC_NAME=\xff\xfe")

    faults = faults_of({"WEB_PORT": "many"}, file)

    assert [fault.split()[0] for fault in faults] == [f"{file}", "WEB_PORT"]


def test_a_secret_is_taken_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", "utf-8")
    file.chmod(0o600)

    settings = load_settings(None, {"TELEGRAM_BOT_TOKEN_FILE": str(file)})

    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == TOKEN


def test_a_secret_in_a_file_open_to_others_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN, "utf-8")
    file.chmod(0o640)

    (fault,) = faults_of({"TELEGRAM_BOT_TOKEN_FILE": str(file)})

    assert fault == (
        "TELEGRAM_BOT_TOKEN is in the file that TELEGRAM_BOT_TOKEN_FILE names, and that is open "
        f"to other users of this machine; run `chmod 600 {file}`."
    )


@pytest.mark.parametrize(("mode", "taken"), [(0o440, True), (0o400, True), (0o444, False)])
def test_what_systemd_hands_over_is_taken_as_it_hands_it_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, taken: bool
) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    for name, secret in (("token", TOKEN), ("database.key", "ab" * 32)):
        (credentials / name).write_text(secret)
        (credentials / name).chmod(mode)
    environ = {
        "TELEGRAM_BOT_TOKEN_FILE": str(credentials / "token"),
        "DATABASE_KEY_FILE": str(credentials / "database.key"),
    }

    if taken:
        assert read_or_create_key(load_settings(None, environ)).get_secret_value() == "ab" * 32
    else:
        assert len(faults_of(environ)) == 2


@pytest.mark.parametrize(
    ("variable", "secret"), [("TELEGRAM_BOT_TOKEN", TOKEN), ("WEBHOOK_SECRET", CANARY)]
)
def test_a_secret_given_twice_is_refused(tmp_path: Path, variable: str, secret: str) -> None:
    file = tmp_path / "secret"
    file.write_text(secret, "utf-8")
    file.chmod(0o600)

    (fault,) = faults_of({variable: secret, f"{variable}_FILE": str(file)})

    assert fault == f"{variable} is set, and so is {variable}_FILE; keep only one of the two."


def test_a_webhook_needs_its_secret() -> None:
    (fault,) = faults_of({"WEBHOOK_URL": "https://clinic.example/telegram"})

    assert fault.startswith("WEBHOOK_SECRET is missing")


def test_a_webhook_with_its_secret_is_accepted() -> None:
    environ = {"WEBHOOK_URL": "https://clinic.example/telegram", "WEBHOOK_SECRET": CANARY}

    assert load_settings(None, environ).webhook_url == "https://clinic.example/telegram"


def test_secrets_never_show(write_env: WriteEnv) -> None:
    token = f"123456789:{CANARY}"
    settings = load_settings(None, {"TELEGRAM_BOT_TOKEN": token, "WEBHOOK_SECRET": CANARY})
    file = write_env(f"TELEGRAM_BOT_TOKEN=:{CANARY}", f"WEBHOOK_SECRET={CANARY}!", f"X{CANARY}=1")
    with pytest.raises(SettingsError) as raised:
        load_settings(file, {"WEB_PORT": CANARY, "CLINIC_ZONE": CANARY, "TELEGRAM_API_URL": token})

    assert len(raised.value.faults) == 6
    for shown in (repr(settings), str(settings), str(settings.model_dump())):
        assert CANARY not in shown
    for shown in (repr(raised.value), *traceback.format_exception(raised.value)):
        assert CANARY not in shown


def test_a_settings_file_open_to_others_is_refused(write_env: WriteEnv) -> None:
    file = write_env("CLINIC_NAME=Headache Clinic", mode=0o640)

    assert faults_of({}, file) == (
        f"{file} is open to other users of this machine; run `chmod 600 {file}`.",
    )


def test_the_key_is_made_once_and_only_its_owner_may_read_it() -> None:
    settings = load_settings(None, {})

    key = read_or_create_key(settings)

    assert S_IMODE(settings.database_key_file.stat().st_mode) == 0o600
    assert S_IMODE(settings.database_key_file.parent.stat().st_mode) == 0o700
    assert len(bytes.fromhex(key.get_secret_value())) == 32
    assert read_or_create_key(settings) == key
    assert [file.name for file in settings.database_key_file.parent.iterdir()] == ["database.key"]


def test_two_clinics_get_two_keys() -> None:
    here = read_or_create_key(Settings())
    there = read_or_create_key(Settings(database_key_file=Path("elsewhere/database.key")))

    assert here != there


def test_starts_at_the_same_moment_agree_on_one_key() -> None:
    with ThreadPoolExecutor(8) as starts:
        keys = list(starts.map(read_or_create_key, [Settings()] * 32))

    assert len({key.get_secret_value() for key in keys}) == 1


def test_no_new_key_is_made_for_a_database_that_exists() -> None:
    settings = Settings()
    settings.database.parent.mkdir()
    settings.database.touch()

    with pytest.raises(SettingsError, match="put the key of this database back there"):
        read_or_create_key(settings)

    assert not settings.database_key_file.exists()
    assert faults_of({})[0].startswith(
        "DATABASE_KEY_FILE names keys/database.key, which is missing"
    )


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        ("ab" * 32, 0o644, "run `chmod 600 keys/database.key`"),
        ("ab" * 31, 0o600, "no key of 64 hexadecimal characters"),
        ("xy" * 32, 0o600, "no key of 64 hexadecimal characters"),
        ("", 0o600, "no key of 64 hexadecimal characters"),
    ],
)
def test_an_unusable_key_is_refused_before_anything_starts(
    content: str, mode: int, said: str
) -> None:
    key_file = Settings().database_key_file
    key_file.parent.mkdir()
    key_file.write_text(content, "utf-8")
    key_file.chmod(mode)

    (fault,) = faults_of({})

    assert said in fault
    assert not content or content not in fault


def test_a_key_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("not a directory", "utf-8")

    with pytest.raises(SettingsError, match="which cannot be used"):
        read_or_create_key(Settings())


def test_the_example_file_lists_every_setting_with_its_default() -> None:
    written = EXAMPLE.read_text("utf-8").split("\n\n", 1)[1].rstrip("\n")

    assert written == "\n\n".join(
        f"# {field.description}\n{name.upper()}={as_written(field.default)}"
        for name, field in Settings.model_fields.items()
    )


def test_the_example_file_changes_nothing(write_env: WriteEnv) -> None:
    assert load_settings(write_env(EXAMPLE.read_text("utf-8")), {}) == Settings()


def as_written(default: object) -> str:
    """Return a default as `.env` spells it."""
    if default is None or default == {}:
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_regions_whose_numbers_were_checked_are_read_with_their_days() -> None:
    settings = load_settings(None, {"CONFIRMED_REGIONS": "ca:2026-11-01, ie:2026-10-02"})

    assert settings.confirmed_regions == {"ca": date(2026, 11, 1), "ie": date(2026, 10, 2)}


def test_every_part_that_is_no_region_and_day_is_named_at_once() -> None:
    written = "ca:2026-11-01,Ireland,au:2026-13-01,ie 2026-10-02"

    (fault,) = faults_of({"CONFIRMED_REGIONS": written})

    assert fault == (
        "CONFIRMED_REGIONS has no region and day as entry 2, 3, 4; write each like "
        "ca:2026-11-01, with a comma between two."
    )
