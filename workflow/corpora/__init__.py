"""From a stream of pairs to a corpus: quality filters, duplicates, order and parts.

Texts stream through: what is kept of each pair is a number and some digests.
"""
