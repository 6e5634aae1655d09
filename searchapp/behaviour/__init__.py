"""What shoppers did: for now the log of their searches."""
