"""The streams beside a case: staff, families, court orders, adopted regimes, draws, and acts refused without a case."""
