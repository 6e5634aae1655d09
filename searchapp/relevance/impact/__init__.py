"""What a draft would change, before it is published."""
