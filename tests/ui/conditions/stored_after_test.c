/* What a test said of a field or a global holds no longer once the field or the global has been written. */
#include <Python.h>
#include <assert.h>

static struct {
    PyObject *array;
} names;
static PyObject *cache;

static PyObject *wrong(void)
{
    assert(names.array == NULL);
    names.array = PyUnicode_InternFromString("array");
    if (names.array == NULL) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    if (PyList_Append(list, names.array) < 0) {
        return NULL; // expect: NPC203 `list`
    }
    return list;
}

static PyObject *right(void)
{
    assert(names.array == NULL);
    names.array = PyUnicode_InternFromString("array");
    if (names.array == NULL) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    if (PyList_Append(list, names.array) < 0) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}

static int fill_cache(void)
{
    if (cache == NULL) {
        cache = PyDict_New();
        if (cache == NULL) {
            return -1;
        }
    }
    return 0;
}

static PyObject *global_wrong(void)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    if (cache == NULL) {
        cache = PyDict_New();
        if (cache != NULL && fill_cache() < 0) {
            return NULL; // expect: NPC203 `list`
        }
    }
    return list;
}

static PyObject *global_right(void)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    if (cache == NULL) {
        cache = PyDict_New();
        if (cache != NULL && fill_cache() < 0) {
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}

PyObject *stored_after_test(void)
{
    Py_XDECREF(wrong());
    Py_XDECREF(right());
    Py_XDECREF(global_wrong());
    return global_right();
}
