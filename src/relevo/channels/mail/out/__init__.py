"""From a reply to a mail that another server has taken."""
