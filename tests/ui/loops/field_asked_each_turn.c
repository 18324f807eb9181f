// A field is asked in every turn: it answers the same as long as the loop does not store to it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

typedef struct {
    PyObject_HEAD
    PyObject *read;
    int done;
} Reader;

int use(Reader *reader, PyObject *chunk);

static int
wrong(Reader *reader)
{
    PyObject *chunk = NULL;
    do {
        if (reader->read) {
            chunk = PyObject_CallNoArgs(reader->read);
            if (chunk == NULL) {
                return -1;
            }
            reader->read = NULL;
        }
        use(reader, chunk);  // expect: NPC218 `chunk`
        Py_XDECREF(chunk);
    } while (!reader->done);
    return 0;
}

static int
right(Reader *reader)
{
    PyObject *chunk = NULL;
    do {
        if (reader->read) {
            chunk = PyObject_CallNoArgs(reader->read);
            if (chunk == NULL) {
                return -1;
            }
        }
        use(reader, chunk);
        Py_XDECREF(chunk);
    } while (!reader->done);
    return 0;
}
