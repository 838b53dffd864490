"""What could be done: options, staffing, costs, risks, and what to hand over."""
