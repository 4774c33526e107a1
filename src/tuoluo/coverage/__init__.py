"""The proof of coverage: every place has somebody, every matter has somebody, and what is missing if not."""
