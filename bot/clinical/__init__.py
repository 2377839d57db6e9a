"""The clinical engine: pure functions from facts to findings; no clock, file or wording."""
