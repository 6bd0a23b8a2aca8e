"""One small module for each kind of file that is no plain text, and a process to run them in."""
