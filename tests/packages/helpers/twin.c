#include "store.h"

/* Does what a function of another file does for it. */
PyObject *make_twin(PyObject *item)
{
    return make_pair(item, item);
}
