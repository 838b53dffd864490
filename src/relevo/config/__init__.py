"""How it is put together: settings, addresses, processes, the command line."""
