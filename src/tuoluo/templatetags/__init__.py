"""What templates need besides the framework's own words."""
