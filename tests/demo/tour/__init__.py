"""The seeded tour: made-up people who fill a clinic by talking to the bot."""
