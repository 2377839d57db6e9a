"""One test per rule of the Bot API that the stand-in enforces."""
