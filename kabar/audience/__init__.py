"""What is read: counted without knowing anybody, and told as the most read."""
