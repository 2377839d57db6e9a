"""What the bot is set beside; run by the Python of an environment of their own."""
