"""The care pathway: one function per thing that happens, run inside the caller's transaction."""
