"""The component tags, one module per family; `templatetags/ui.py` gathers them into one library."""
