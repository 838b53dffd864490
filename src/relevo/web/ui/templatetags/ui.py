"""`{% load ui %}`: every component of the design system. The living page /ui/ shows each with its call."""

from __future__ import annotations

from django import template

from relevo.web.ui.tags import controls, figures, marks, status, work

register = template.Library()

for family in (marks, controls, status, figures, work):
    register.tags.update(family.register.tags)
    register.filters.update(family.register.filters)
