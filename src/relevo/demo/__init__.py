"""A living demo: the world, its clock, and customers who write by real mail."""
