"""Pages: workspace."""
