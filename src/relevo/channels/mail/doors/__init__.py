"""The ways a mail comes in, all ending in one place."""
