"""How a client wants its customers to be written to, what breaks that, and who looks before it is sent."""
