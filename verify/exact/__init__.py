"""Programs evaluated to 50 digits: an interpreter of jaxprs on arrays of mpmath numbers."""
