"""Tests of the needling diary."""
