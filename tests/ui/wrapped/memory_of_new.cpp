/* Memory of new[] belongs to C++. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(npy_intp count)
{
    double *values = new double[count];
    for (npy_intp i = 0; i < count; i++) {
        values[i] = 0;
    }
    return PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values); // expect: NPC801
}

PyObject *
wrong_owner(npy_intp count)
{
    float *values = new float[count];
    PyObject *array = PyArray_SimpleNewFromData(1, &count, NPY_FLOAT, static_cast<void *>(values));
    if (array == nullptr) {
        delete[] values;
        return nullptr;
    }
    PyArray_ENABLEFLAGS(reinterpret_cast<PyArrayObject *>(array), NPY_ARRAY_OWNDATA); // expect: NPC803
    return array;
}

static void
free_values(PyObject *capsule)
{
    delete[] static_cast<double *>(PyCapsule_GetPointer(capsule, "values"));
}

PyObject *
right(npy_intp count)
{
    double *values = new double[count];
    PyObject *owner = PyCapsule_New(values, "values", free_values);
    if (owner == nullptr) {
        delete[] values;
        return nullptr;
    }
    PyObject *array = PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values);
    if (array == nullptr) {
        Py_DECREF(owner);
        return nullptr;
    }
    if (PyArray_SetBaseObject(reinterpret_cast<PyArrayObject *>(array), owner) < 0) {
        Py_DECREF(array);
        return nullptr;
    }
    return array;
}
