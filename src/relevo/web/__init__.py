"""Pages: components, sign-in, workspace, console."""
