"""Training: weights from labelled pages. Needs the extra `train`; nothing here is used when
stripping."""
