"""Firms, the people in them, their roles and the names of all permissions."""
