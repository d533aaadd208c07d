"""The derivative of an inner product of two functions, by a scalar and by a vector."""

from jaxtyping import Array, Float

from closedform import D, formula, wave


@formula(title="Inner product of two functions of a scalar", source="S3-EX")
def by_scalar(
    x: Float[Array, ""],
    a: Float[Array, " m"],
    b: Float[Array, " m"],
    c: Float[Array, "3"],
    e: Float[Array, "3"],
) -> Float[Array, ""]:
    r"""u^\top v, \quad u = \sigma(xa), \; v = \tau(xb)

    x is any number, a and b are any vectors of the same length; sigma and tau are any smooth
    functions of one entry, here waves with coefficients c and e."""
    return wave(x * a, c) @ wave(x * b, e)


@by_scalar.derivative("x", flops=lambda m: 48 * m)
def _(x, a, b, c, e):
    r"""\frac{\mathrm{d}(u^\top v)}{\mathrm{d}x} =
    \frac{\mathrm{d}u^\top}{\mathrm{d}x} v + \frac{\mathrm{d}v^\top}{\mathrm{d}x} u"""
    u, v = wave(x * a, c), wave(x * b, e)
    du, dv = D(lambda x: wave(x * a, c), x), D(lambda x: wave(x * b, e), x)
    return (du @ v + dv @ u)[0]


@formula(title="Inner product of two functions of a vector", source="S3-EX")
def by_vector(
    x: Float[Array, " n"],
    A: Float[Array, "m n"],
    B: Float[Array, "m n"],
    c: Float[Array, "3"],
    e: Float[Array, "3"],
) -> Float[Array, ""]:
    r"""u^\top v, \quad u = \sigma(Ax), \; v = \tau(Bx)

    x is any vector, A and B are any matrices of the same shape; sigma and tau are any smooth
    functions of one entry, here waves with coefficients c and e."""
    return wave(A @ x, c) @ wave(B @ x, e)


@by_vector.gradient("x", flops=lambda m, n: 4 * m * n * n)
def _(x, A, B, c, e):
    r"""\frac{\partial (u^\top v)}{\partial x} = \frac{\partial u^\top}{\partial x} v + \frac{\partial v^\top}{\partial x} u

    With du^T/dx of n x m, in denominator layout.
    """
    u, v = wave(A @ x, c), wave(B @ x, e)
    du, dv = D(lambda x: wave(A @ x, c), x), D(lambda x: wave(B @ x, e), x)
    return du @ v + dv @ u


@formula(title="Inner product of two functions of a vector, all of one length", source="S3-EX")
def by_vector_of_same_length(
    x: Float[Array, " n"],
    A: Float[Array, "n n"],
    B: Float[Array, "n n"],
    c: Float[Array, "3"],
    e: Float[Array, "3"],
) -> Float[Array, ""]:
    r"""u^\top v, \quad u = \sigma(Ax), \; v = \tau(Bx)

    A and B are any square matrices, so that x, u and v have the same length and both layouts the
    same shape; sigma and tau are any smooth functions of one entry, here waves with coefficients c
    and e."""
    return wave(A @ x, c) @ wave(B @ x, e)


@by_vector_of_same_length.gradient("x", flops=lambda n: 4 * n**3)
def _(x, A, B, c, e):
    r"""\frac{\partial u^\top}{\partial x} v + \frac{\partial v^\top}{\partial x} u

    In denominator layout.
    """
    u, v = wave(A @ x, c), wave(B @ x, e)
    du, dv = D(lambda x: wave(A @ x, c), x), D(lambda x: wave(B @ x, e), x)
    return du @ v + dv @ u


@by_vector_of_same_length.gradient("x", as_printed=True, flops=lambda n: 4 * n**3)
def _(x, A, B, c, e):
    r"""\frac{\partial u^\top}{\partial x} v + \frac{\partial v^\top}{\partial x} u

    As printed, without a layout, and read in numerator layout: each derivative lacks a transpose.
    """
    u, v = wave(A @ x, c), wave(B @ x, e)
    du, dv = D(lambda x: wave(A @ x, c), x).T, D(lambda x: wave(B @ x, e), x).T
    return du @ v + dv @ u
