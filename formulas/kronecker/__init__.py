"""vec, Kronecker products and commutation matrices, and products of matrices by way of them."""
