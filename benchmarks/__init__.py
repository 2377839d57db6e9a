"""Measurements side by side in one run; only their ratios mean anything."""
