"""The clinical engine: pure functions from facts to findings, with no clock, file, network or wording."""
