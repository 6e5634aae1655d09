"""What is shown of the answer and told of its reasons."""
