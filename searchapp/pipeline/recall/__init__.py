"""What the engine is asked, and what it answers: rounds of recall over the channels."""
