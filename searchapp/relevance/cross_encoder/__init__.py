"""Teaching a cross-encoder: catalog and judgments in, an int8 ONNX model folder out.

Needs requirements-training.txt; serving imports nothing of it.
"""
