"""A desk's customers and the addresses that reach them."""
