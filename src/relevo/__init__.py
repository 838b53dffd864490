"""Relevo: the help desk you can hand over."""

__version__ = "0.1.0"
