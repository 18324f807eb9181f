/* Members of a descriptor: read with accessors; the size of elements can be set. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

typedef struct {
    int elsize;
    PyObject *names;
} Layout;

static npy_intp
wrong(PyArray_Descr *descr, PyArrayObject *array, PyObject *object)
{
    npy_intp total = descr->elsize; // expect: NPC1104 `elsize`
    total += PyArray_DESCR(array)->elsize; // expect: NPC1104 `elsize`
    total += PyArray_DESCR((PyArrayObject *)object)->alignment; // expect: NPC1104 `alignment`
    if (descr->names == NULL && descr->subarray != NULL) { // expect: NPC1104 `names`, NPC1104 `subarray`
        total += descr->subarray->base->elsize; // expect: NPC1104 `elsize`, NPC1104 `subarray`
    }
    descr->elsize = 16; // expect: NPC1104 `elsize`
    if (descr->f->copyswap == NULL) { // expect: NPC1104 `f`
        total = 0;
    }
    return total;
}

static npy_intp
right(PyArray_Descr *descr, Layout *layout, PyArray_DescrProto *proto)
{
    layout->elsize = 8;
    proto->elsize = 8;
    if (layout->names != NULL && descr->type_num == NPY_VOID && descr->kind == 'V') {
        return PyDataType_ELSIZE(descr);
    }
#if NPY_API_VERSION < 0x12
    return descr->elsize;
#else
    return PyDataType_ALIGNMENT(descr);
#endif
}
