"""The shape of the network and the names of its head's weights, for JAX and ONNX alike."""

LAYERS = 6
HEADS = 12
WORDS = "embeddings.word_embeddings.weight"
HEAD_COSINE = "head.cosine.weight"
HEAD_FIRST = "head.first.weight"
