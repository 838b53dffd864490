"""What the service costs: rate cards, and charges priced from the record."""
