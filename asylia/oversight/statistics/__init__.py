"""Statistics: pure functions from counts to figures. What cannot be estimated is None; nothing here returns NaN."""
