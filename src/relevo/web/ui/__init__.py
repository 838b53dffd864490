"""Relevo's design system: tokens, components, base templates and the living page that shows them."""
