"""What merchants write of the lexicon, as forms: they say what is wrong before it is saved."""
