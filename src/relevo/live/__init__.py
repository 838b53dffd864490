"""What keeps open screens true: "ticket 42 changed", and who else is looking at it."""
