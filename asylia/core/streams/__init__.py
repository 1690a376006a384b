"""The streams beside a case: staff, families, orders, regimes, draws, what is kept and erased, acts without a case."""
