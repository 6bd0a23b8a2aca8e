"""What was trained: the encoder, the reader, and tokens counted for a language model."""
