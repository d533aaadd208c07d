"""Neural networks: back-propagation by hand."""
