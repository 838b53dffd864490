"""What every part of Relevo stands on: actors, scopes, errors, the clock. No tables."""
