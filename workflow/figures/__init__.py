"""Numbers, dates and times in Russian and English texts, however they are spelt."""
