"""The customers app."""

from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Customers and their addresses."""

    name = "relevo.customers"
    label = "customers"
