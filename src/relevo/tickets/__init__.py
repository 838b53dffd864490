"""The ticket: one matter of one customer with one desk, one record seen by two firms."""
