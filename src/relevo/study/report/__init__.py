"""The study as people read it: one page first, then pictures, tables, assumptions and method."""
