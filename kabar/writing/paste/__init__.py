"""What comes from another program's clipboard becomes clean blocks."""
