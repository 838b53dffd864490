"""Measured runs of Relevo; see README.md. Never part of the tests."""
