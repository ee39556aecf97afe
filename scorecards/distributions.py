"""The F distribution, as far as ranges of correlations need it."""

from math import exp, lgamma, log

TINY = 1e-300
STEPS = 500


def f_quantile(probability: float, above: float, below: float) -> float:
    """The value that an F with so many degrees of freedom above and below stays under with this probability, of 0 to 1."""
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if beta_share(middle, above / 2, below / 2) < probability:
            low = middle
        else:
            high = middle
    return below * low / (above * (1 - low))


def beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction.

    Source: NIST Digital Library of Mathematical Functions, 8.17.22, summed by the method of Lentz (1976).
    """
    if x in {0.0, 1.0}:
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or TINY)
    total = d
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / ((1 + term * d) or TINY)
            c = (1 + term / c) or TINY
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * total
