"""A Telegram bot that accompanies patients of a dry-needling clinic between sessions."""

__version__ = "0.1.0"
