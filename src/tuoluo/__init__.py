"""Tuoluo (陀螺): software for a district's 1 + 3 + N community governance."""

__version__ = "0.1.0"
