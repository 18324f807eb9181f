/* A file of NumPy's own, which marks what its module keeps to itself: no advice on releases, since it belongs to one. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

#define FLAGS (NPY_C_CONTIGUOUS | NPY_ALIGNED)

NPY_NO_EXPORT int
right(PyArray_Descr *descr)
{
    return descr->type_num == NPY_DOUBLE;
}

NPY_NO_EXPORT PyObject *
wrong(PyObject *item)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    if (PyList_Append(list, item) < 0) {
        return NULL; // expect: NPC203 `list`
    }
    return list;
}
