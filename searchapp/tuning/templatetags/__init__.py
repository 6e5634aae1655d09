"""What the templates of the tuning pages need beside Django's own tags."""
