"""Every text of the report, a module for each language; ``catalogues`` finds them."""
