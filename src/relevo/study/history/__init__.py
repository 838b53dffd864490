"""Contacts as other systems export them, read into one table."""
