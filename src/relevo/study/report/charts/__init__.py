"""Pictures, one idea a module: each turns plain values into an SVG in the palette's colours for a light ground."""
