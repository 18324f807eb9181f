/* Names that are gone, in code and in the text of macros; what the file defines or guards itself is its own. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

#define FLAGS (NPY_C_CONTIGUOUS | NPY_ALIGNED) // expect: NPC1102 `NPY_C_CONTIGUOUS`, NPC1102 `NPY_ALIGNED`

#ifndef NPY_CARRAY
#define NPY_CARRAY NPY_ARRAY_CARRAY
#endif

typedef void (PyArray_FastClipFunc)(void *in, npy_intp count);

struct choice {
    int NPY_DEFAULT;
};

static PyObject *
wrong(PyObject *object)
{
    int typenum = PyArray_DOUBLE; // expect: NPC1102 `PyArray_DOUBLE`
    if (object == Py_None) {
        return PyArray_FROM_OTF(object, typenum, FLAGS);
    }
    return PyArray_FROM_OTF(object, typenum, NPY_IN_ARRAY | NPY_ENSURECOPY); // expect: NPC1102 `NPY_IN_ARRAY`, NPC1102 `NPY_ENSURECOPY`
}

static PyObject *
right(PyObject *object, struct choice *choice, PyArray_FastClipFunc *clip)
{
    clip(object, 0);
    /* NPY_OWNDATA in a comment, "NPY_OWNDATA" in a string. */
    const char *text = "NPY_OWNDATA";
    choice->NPY_DEFAULT = text[0];
#if NPY_ABI_VERSION < 0x02000000
    if (choice->NPY_DEFAULT == NPY_WRITEABLE) {
        return NULL;
    }
#endif
    return PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_CARRAY);
}
