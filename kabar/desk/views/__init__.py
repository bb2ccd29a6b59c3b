"""What the desk answers: its screen, and a page or a button for each of its acts."""
