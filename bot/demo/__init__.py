"""The demo: the same application against a Bot API emulator, with a web chat and time travel."""
