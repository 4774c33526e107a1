"""What residents apply for: the catalogue of service items, and who serves each of them."""
