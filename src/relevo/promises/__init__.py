"""Promises to the customer, who held the ball from when to when, and the clocks that follow from both."""
