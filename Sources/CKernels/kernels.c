// All helpers are inline functions of the headers; the target needs one file to compile.
#include "lanes.h"
#include "machine.h"
#include "vectors.h"
