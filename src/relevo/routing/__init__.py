"""Which engagement answers now, then which agent, and why: stored as codes, shown as one sentence."""
