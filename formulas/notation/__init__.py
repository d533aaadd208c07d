"""Matrix expressions as text and as one typed tree: read, their sizes inferred, written."""
