"""Whether the bot is well: for systemd, for a dead-man's switch and for whoever monitors it."""
