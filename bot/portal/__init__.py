"""The clinic's portal: pages drawn on the server, which need no script."""
