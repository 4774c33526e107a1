"""The door through which everything happens (acts), and the record of what happened."""
