"""What is built from the articles: chunks, vectors, words and the database, in generations."""
