"""Answer questions about a folder of news articles in the articles' own words."""
