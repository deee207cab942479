"""The parts of the page that reads an article: what was given, its text, its claims, what is taken away."""
