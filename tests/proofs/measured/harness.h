/*
 * Measures what one call does to the reference counts of the objects that go in and come out.
 *
 * A case creates its arguments, calls, and settles: it gives back every reference that the caller still owns if the
 * claims of the database are true. One object per run is watched: it carries SPARE references of the harness, so that a
 * release too many destroys nothing. If the claims are true, exactly the spare references are left at the end.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <datetime.h>
#include <frameobject.h>
#include <marshal.h>
#include <structmember.h>
#define NPY_TARGET_VERSION NPY_API_VERSION
#include <numpy/numpyconfig.h>
#include <numpy/arrayobject.h>
#include <numpy/arrayscalars.h>
#include <numpy/ufuncobject.h>
#if NPY_API_VERSION >= 0x00000012
#include <numpy/dtype_api.h>
#endif
#include <numpy/npy_3kcompat.h>
#include <stdio.h>

#define SPARE 64
#define SLOTS 24
/* Counts of immortal objects lie above this on every version. */
#define IMMORTAL ((Py_ssize_t)1 << 29)

enum claim {
    CLAIM_NONE, CLAIM_BORROWED, CLAIM_STOLEN, CLAIM_STOLEN_ON_SUCCESS, CLAIM_RELEASED, CLAIM_RETAINED, CLAIM_NEW,
    CLAIM_VARIABLE, CLAIM_MOVED
};

enum state { STATE_ABSENT, STATE_NULL, STATE_UNCHANGED, STATE_OTHER };

typedef struct {
    int watched;
    int claims[SLOTS];
    PyObject *objects[SLOTS];
    int states[SLOTS];
    PyObject *object;
    PyObject *late;
    Py_ssize_t baseline;
    int received;
    int failed;
    int exception;
    int called;
    int broken;
    char error[160];
} Probe;

/* Stands in an out-parameter before the call. */
static PyObject *sentinel;
/* What the Python expressions of the cases see. */
static PyObject *namespace;

static void
watch(Probe *probe, PyObject *object, Py_ssize_t baseline)
{
    probe->object = object;
    probe->baseline = baseline;
    for (int i = 0; i < SPARE; i++) {
        Py_INCREF(object);
    }
}

/* Registers an argument; the case owns one reference to it. */
static PyObject *
own(Probe *probe, int slot, PyObject *object)
{
    if (PyErr_Occurred()) {
        probe->broken = 1;
        return object;
    }
    probe->objects[slot] = object;
    if (object != NULL && slot == probe->watched) {
        watch(probe, object, Py_REFCNT(object) - 1);
    }
    return object;
}

/* As `own`, for an object that the call wants for itself: it is watched from the end of the call only. */
static PyObject *
own_unshared(Probe *probe, int slot, PyObject *object)
{
    probe->objects[slot] = object;
    if (slot == probe->watched) {
        probe->late = object;
    }
    return object;
}

static PyObject *temporaries[8];
static int temporary_count;

/* Hands an object to the constructor of an argument and releases it when the arguments are made. */
static PyObject *
given(PyObject *object)
{
    return temporaries[temporary_count++] = object;
}

static int
ready(Probe *probe)
{
    while (temporary_count > 0) {
        Py_XDECREF(temporaries[--temporary_count]);
    }
    return !probe->broken && !PyErr_Occurred();
}

/* Writes the pending exception as text and clears it. */
static void
describe_error(char *text, size_t size)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *words = value == NULL ? NULL : PyObject_Str(value);
    const char *utf8 = words == NULL ? NULL : PyUnicode_AsUTF8(words);
    snprintf(text, size, "%s", utf8 == NULL ? "" : utf8);
    Py_XDECREF(words);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    PyErr_Clear();
}

/* Notes the outcome; from here on no exception is pending. */
static void
called(Probe *probe, int failed)
{
    probe->called = 1;
    probe->failed = failed;
    if (probe->late != NULL) {
        watch(probe, probe->late, 0);
    }
    probe->exception = PyErr_Occurred() != NULL;
    describe_error(probe->error, sizeof(probe->error));
}

/* Registers an object that the call gave back. */
static void
receive(Probe *probe, int slot, PyObject *object)
{
    probe->objects[slot] = object;
    if (object != NULL && slot == probe->watched) {
        watch(probe, object, 0);
        probe->received = 1;
    }
}

/* Registers the content of an out-parameter. */
static void
receive_out(Probe *probe, int slot, PyObject *value, PyObject *initial)
{
    probe->states[slot] = value == NULL ? STATE_NULL : value == initial ? STATE_UNCHANGED : STATE_OTHER;
    int is_variable = probe->claims[slot] == CLAIM_VARIABLE;
    if (is_variable || (!probe->failed && probe->states[slot] == STATE_OTHER)) {
        receive(probe, slot, value);
    }
}

/* Gives back what the caller still owns if the claim is true. */
static void
settle(Probe *probe, int slot)
{
    PyObject *object = probe->objects[slot];
    switch (probe->claims[slot]) {
    case CLAIM_RETAINED:
        Py_XDECREF(object);
        Py_XDECREF(object);
        break;
    case CLAIM_STOLEN_ON_SUCCESS:
        if (probe->failed) {
            Py_XDECREF(object);
        }
        break;
    case CLAIM_BORROWED:
    case CLAIM_NEW:
    case CLAIM_VARIABLE:
        Py_XDECREF(object);
        break;
    default:
        break;
    }
}

static PyObject *
reference_to(void *object)
{
    Py_XINCREF((PyObject *)object);
    return (PyObject *)object;
}

static PyObject *
py(const char *expression)
{
    return PyRun_String(expression, Py_eval_input, namespace, namespace);
}

static long
serial(void)
{
    static long number = 1000000;
    return ++number;
}

static PyObject *a_float(void) { return PyFloat_FromDouble((double)serial() + 0.5); }
static PyObject *a_text(void) { return PyUnicode_FromFormat("some text %ld", serial()); }
static PyObject *some_bytes(void) { return PyBytes_FromFormat("some bytes %ld", serial()); }
static PyObject *an_object(void) { return PyObject_CallObject((PyObject *)&PyBaseObject_Type, NULL); }

static PyObject *
an_int(void)
{
    return PyLong_FromLongLong(((long long)1 << 40) + serial());
}

static PyObject *
a_list(Py_ssize_t length)
{
    PyObject *list = PyList_New(length);
    for (Py_ssize_t i = 0; list != NULL && i < length; i++) {
        PyList_SET_ITEM(list, i, a_float());
    }
    return list;
}

static PyObject *
a_tuple(Py_ssize_t length)
{
    PyObject *tuple = PyTuple_New(length);
    for (Py_ssize_t i = 0; tuple != NULL && i < length; i++) {
        PyTuple_SET_ITEM(tuple, i, a_float());
    }
    return tuple;
}

/* {"key": a fresh float} */
static PyObject *
a_dict(void)
{
    PyObject *dict = PyDict_New();
    PyObject *value = a_float();
    PyDict_SetItemString(dict, "key", value);
    Py_DECREF(value);
    return dict;
}

static PyObject *
a_dtype(int typenum)
{
    return (PyObject *)PyArray_DescrNewFromType(typenum);
}

/* 2 x 3 doubles, in C order, with a descriptor of its own. */
static PyObject *
an_array(void)
{
    npy_intp dims[2] = {2, 3};
    return PyArray_Zeros(2, dims, (PyArray_Descr *)a_dtype(NPY_DOUBLE), 0);
}

/* 0 to length-1 as doubles, or as intp. */
static PyObject *a_vector(int length) { return PyArray_Arange(0, length, 1, NPY_DOUBLE); }
static PyObject *some_indices(int length) { return PyArray_Arange(0, length, 1, NPY_INTP); }

static PyObject *
a_capsule(void)
{
    return PyCapsule_New(&sentinel, "measured", NULL);
}

/* Leaves an exception whose class, value and traceback nothing else holds. */
static void
raise_fresh(void)
{
    PyObject *type = py("make_exception()");
    PyErr_Restore(type, PyObject_CallObject(type, NULL), py("make_traceback()"));
}

/* The body of the C functions that the cases make. */
static PyObject *
run_nothing(PyObject *self, PyObject *unused)
{
    return reference_to(Py_None);
}

typedef void (*case_function)(Probe *probe);

/* The references that a type holds to itself through its parts. */
static Py_ssize_t
internal_references(PyObject *type)
{
    PyObject *counter = PyDict_GetItemString(namespace, "internal_references");
    PyObject *count = PyObject_CallFunctionObjArgs(counter, type, NULL);
    Py_ssize_t number = count == NULL ? 0 : PyLong_AsSsize_t(count);
    Py_XDECREF(count);
    PyErr_Clear();
    return number;
}

static PyObject *
report(const Probe *probe)
{
    int present = 0;
    Py_ssize_t excess = 0;
    if (probe->object != NULL) {
        present = Py_REFCNT(probe->object) >= IMMORTAL ? 2 : 1;
        excess = Py_REFCNT(probe->object) - SPARE - probe->baseline;
        if (probe->received && PyType_Check(probe->object)) {
            excess -= internal_references(probe->object);
        }
    }
    PyObject *addresses = PyList_New(SLOTS);
    PyObject *states = PyList_New(SLOTS);
    for (int i = 0; i < SLOTS; i++) {
        PyList_SET_ITEM(addresses, i, PyLong_FromVoidPtr(probe->objects[i]));
        PyList_SET_ITEM(states, i, PyLong_FromLong(probe->states[i]));
    }
    return Py_BuildValue("{s:i,s:i,s:s,s:i,s:n,s:N,s:N}", "failed", probe->failed, "exception", probe->exception,
                         "error", probe->error, "present", present, "excess", excess, "addresses", addresses, "states",
                         states);
}

static PyObject *
run_case(case_function function, int watched, PyObject *claims)
{
    Probe probe;
    memset(&probe, 0, sizeof(probe));
    probe.watched = watched;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(claims) && i < SLOTS; i++) {
        probe.claims[i] = (int)PyLong_AsLong(PyList_GET_ITEM(claims, i));
    }
    function(&probe);
    if (!probe.called) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_RuntimeError, "the arguments cannot be made");
        }
        return NULL;
    }
    PyErr_Clear();
    PyGC_Collect();
    return report(&probe);
}
