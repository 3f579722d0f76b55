/* What it would declare is in windows.h, beside it. */
#include <windows.h>
