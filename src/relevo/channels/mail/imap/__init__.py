"""Mail fetched from mailboxes elsewhere."""
