"""What a company has of its past contacts, read from whatever file it can export."""
