"""How much of a received file is opened. An honest paper, scanned or photographed, stays far below each of these."""

MEGABYTE = 1_000_000

FILE_BYTES = 15 * MEGABYTE
FILES_AT_ONCE = 10
REQUEST_BYTES = 80 * MEGABYTE  # all the files of one sending, and the form around them
PIXELS = 51_000_000  # what the largest telephones make; 150 MB once decoded
SIDE = 20_000  # pixels
PDF_OBJECTS = 100_000
PDF_PAGES = 500
PDF_INFLATED = 250 * MEGABYTE
NAME_LENGTH = 200
