"""A client's help desk: its name and look, languages, topics and the words that must survive translation."""
