"""How much of a file from outside is read. An honest follow-up table stays far below each of these."""

MEGABYTE = 1_000_000

FILE_BYTES = 15 * MEGABYTE
INFLATED_BYTES = 120 * MEGABYTE  # fifty thousand rows of twenty columns weigh about fifty
PART_BYTES = 100 * MEGABYTE
RATIO = 250  # how many times larger than its archive, once past RATIO_FROM; honest sheets reach a hundred
RATIO_FROM = 5 * MEGABYTE
ENTRIES = 2_000
SHEETS = 60
ROWS = 50_000
COLUMNS = 200
CELLS = 1_500_000  # of the rectangle that holds every value: the reader keeps it whole
TEXT_BYTES = 60 * MEGABYTE  # of all cells together, a shared text counted each time it is shown
CELL_TEXT = 32_767  # what Excel itself puts in one cell
DEPTH = 60
LAST_ROW = 1_048_576  # of any sheet
LAST_COLUMN = 16_384
HEADER_WITHIN = 30  # the titles of the columns stand in the first rows
