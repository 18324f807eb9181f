// Functions in namespaces and classes are looked at like all others.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

namespace module {

struct Reader {
    static int wrong(PyObject *object)
    {
        PyObject *name = PyObject_GetAttrString(object, "name");
        if (name == nullptr) {
            return -1;
        }
        for (int i = 0; i < 3; ++i) {
            if (PyObject_IsTrue(name) < 0) {
                return -1;  // expect: NPC203 `name`
            }
        }
        Py_DECREF(name);
        return 0;
    }

    int right(PyObject *object) const;
};

int Reader::right(PyObject *object) const
{
    PyObject *name = PyObject_GetAttrString(object, "name");
    if (name == nullptr) {
        return -1;
    }
    for (int i = 0; i < 3; ++i) {
        if (PyObject_IsTrue(name) < 0) {
            Py_DECREF(name);
            return -1;
        }
    }
    Py_DECREF(name);
    return 0;
}

}  // namespace module
