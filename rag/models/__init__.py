"""What was trained: the encoder, the reader, and the client of a language model."""
