"""The tour: a clinic filled by made-up people who talk to the real bot through the stand-in.

`people.toml` says who they are, `feelings` how they are on a day, `respondent` what they answer,
`patient` and `clinician` when they do something, and `touring` lets the days pass.
"""
