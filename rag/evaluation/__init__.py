"""How well a chat answers questions whose answers are known."""
