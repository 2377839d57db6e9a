"""Schema changes, append-only; `migrations.py` is also what `sqlite-utils migrate` looks for."""
