"""What is said in chat: one module per conversation."""
