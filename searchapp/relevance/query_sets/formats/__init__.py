"""Files of judgments: our own CSV, TREC qrels, Quepid's CSV."""
