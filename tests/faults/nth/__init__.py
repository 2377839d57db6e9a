"""The n-th statement or call fails, for n = 1, 2, 3 …: SQLite's own way of testing."""
