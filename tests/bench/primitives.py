"""Primitives of traced programs, by what XLA counts of them."""

MOVES = {
    *(
        "broadcast_in_dim",
        "reshape",
        "transpose",
        "squeeze",
        "slice",
        "dynamic_slice",
        "gather",
        "scatter",
        "concatenate",
        "pad",
    ),
    *(
        "rev",
        "copy",
        "copy_p",
        "iota",
        "convert_element_type",
        "stop_gradient",
        "split",
        "expand_dims",
        "optimization_barrier",
    ),
}
"""Primitives that move entries."""
ARITHMETIC = {
    *(
        "dot_general",
        "add",
        "sub",
        "mul",
        "div",
        "neg",
        "max",
        "min",
        "abs",
        "sign",
        "pow",
        "integer_pow",
        "square",
        "sqrt",
        "rem",
    ),
    *(
        "exp",
        "exp2",
        "log",
        "log1p",
        "expm1",
        "sin",
        "cos",
        "tanh",
        "logistic",
        "rsqrt",
        "erf",
        "add_any",
        "scatter-add",
    ),
    *(
        "reduce_sum",
        "reduce_max",
        "reduce_min",
        "reduce_prod",
        "reduce_or",
        "reduce_and",
        "is_finite",
        "cumsum",
        "argmax",
    ),
    *("eq", "ne", "lt", "le", "gt", "ge", "and", "or", "not", "select_n", "clamp"),
}
"""Primitives that XLA counts: one for each entry, and two for each product in a sum of products."""
HIDDEN = {
    *(
        "lu",
        "lu_pivots_to_permutation",
        "triangular_solve",
        "cholesky",
        "svd",
        "eigh",
        "eig",
        "qr",
        "geqrf",
        "householder_product",
    ),
    *("custom_linear_solve", "sort", "while", "scan", "cond", "platform_index"),
}
"""Primitives that it leaves out, as calls of LAPACK, or counts once, as loops, or for each of
several ways to go on."""
