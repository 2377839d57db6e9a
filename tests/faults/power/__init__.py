"""The power cut at any instant: what the bot wrote, and every disk it can leave behind."""
