"""What the program knows of English: sentences, names, quotations, numbers and verbs of speech."""
