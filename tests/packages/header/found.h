#include <Python.h>

/* Leaves a new reference or NULL; a failure is told by the result. */
static inline int find(PyObject *object, PyObject **found)
{
    *found = PyObject_GetAttrString(object, "value");
    if (*found == NULL) {
        return -1;
    }
    return 0;
}
