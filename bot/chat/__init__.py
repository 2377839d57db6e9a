"""What a chat message looks like: its words and buttons as Bot API parameters, no library."""
