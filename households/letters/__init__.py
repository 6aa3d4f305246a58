"""Letters written from a file: which exist, who may write each, what each may say, and in which words."""
