"""Tests of the demo page in a real browser, which is closed before any other test runs."""
