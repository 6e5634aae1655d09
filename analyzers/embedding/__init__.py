"""Text embedding: texts in, vectors whose cosine says how near two texts are in meaning."""
