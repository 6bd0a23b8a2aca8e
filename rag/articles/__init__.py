"""Files into articles and back: formats, and the folder that people add to and remove from."""
