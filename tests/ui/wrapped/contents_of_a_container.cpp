/* The contents of a local container end with it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <vector>

PyObject *
wrong(npy_intp count)
{
    std::vector<double> values(count, 0.5);
    return PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values.data()); // expect: NPC802
}

PyObject *
wrong_element(npy_intp count)
{
    std::vector<int> values(count, 1);
    PyObject *array = PyArray_SimpleNewFromData(1, &count, NPY_INT, &values[0]); // expect: NPC802
    if (array == nullptr) {
        return nullptr;
    }
    return array;
}

/* Containers of others, or that last. */
struct Holder {
    std::vector<double> values;
};

PyObject *
right(std::vector<double> &given, Holder *holder, npy_intp count, int choice)
{
    static std::vector<double> table(3);
    if (choice == 0) {
        return PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, given.data());
    }
    if (choice == 1) {
        return PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, holder->values.data());
    }
    return PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, &table[0]);
}
