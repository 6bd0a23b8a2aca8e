"""What a question asks for, and what it takes over from the conversation before it."""
