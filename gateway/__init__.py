"""The site: it shows what services answer and offer. It decides nothing, and keeps nothing but HTTP sessions."""
