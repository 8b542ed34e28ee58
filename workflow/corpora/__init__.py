"""From a stream of pairs to a corpus: quality filters, duplicates, order and parts.

Memory grows by a few bytes a pair: what is kept of each is a number and some digests.
"""
