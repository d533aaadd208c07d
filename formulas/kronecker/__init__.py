"""vec, Kronecker products and commutation matrices: rules."""
