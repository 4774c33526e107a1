"""The pages of matters: for whoever reports, for the public, and for those who work on them."""
