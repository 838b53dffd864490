"""The parts of the report: each turns what was found into paragraphs, tables and pictures."""
