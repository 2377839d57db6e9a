"""What the operator decides before the bot starts, read from the environment and `.env`."""

from bot.settings.fields import Settings
from bot.settings.loading import SettingsError, load_settings, read_or_create_key
from bot.settings.secret_files import coming_key

__all__ = ["Settings", "SettingsError", "coming_key", "load_settings", "read_or_create_key"]
