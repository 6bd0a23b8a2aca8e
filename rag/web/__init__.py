"""The page: its HTML, its tabs, its conversations and who may use it."""
