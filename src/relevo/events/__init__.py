"""The spine: every change is recorded as one append-only event, and the rest of Relevo listens."""
