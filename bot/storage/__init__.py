"""What is remembered: the only package that knows SQL and the database driver."""
