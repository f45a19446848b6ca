#include <xlsxwriter.h>
/* The spreadsheet library compresses with zlib; reading a workbook back needs it too. */
#include <zlib.h>
