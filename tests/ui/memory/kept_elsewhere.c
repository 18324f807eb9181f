// Memory that something else keeps, or that is reached in another way, is not lost.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

typedef struct node {
    struct node *next;
    struct node *previous;
    double value;
} Node;

int unknown(void *pointer);

static char *cache = NULL;

static Node *
wrong(Node *list, double value)
{
    Node *node = PyMem_Malloc(sizeof(Node));  // expect: NPC811 `node`
    if (node == NULL) {
        return NULL;
    }
    node->value = value;
    node->next = list;
    return list;
}

static Node *
right(Node *list, double value)
{
    Node *node = PyMem_Malloc(sizeof(Node));
    if (node == NULL) {
        return NULL;
    }
    node->value = value;
    node->next = list;
    list->previous = node;
    return list;
}

static int
right_in_capsule(PyObject *module, size_t size)
{
    void *memory = malloc(size);
    if (memory == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    PyObject *capsule = PyCapsule_New(memory, NULL, NULL);
    if (capsule == NULL) {
        free(memory);
        return -1;
    }
    return PyModule_AddObjectRef(module, "memory", capsule) < 0 ? (Py_XDECREF(capsule), -1) : (Py_DECREF(capsule), 0);
}

static int
right_unknown(size_t size)
{
    void *memory = malloc(size);
    if (memory == NULL) {
        return -1;
    }
    return unknown(memory);
}

static void *
right_aligned(size_t size)
{
    char *memory = malloc(size + 64);
    if (memory == NULL) {
        return NULL;
    }
    memory += 16;
    return memory + 48;
}

static void **
right_inner_address(size_t size)
{
    Node *node = malloc(sizeof(Node) + size);
    if (node == NULL) {
        return NULL;
    }
    return (void **)&node->previous;
}

static int
right_static(size_t size)
{
    if (cache == NULL) {
        cache = malloc(size);
        if (cache == NULL) {
            return -1;
        }
    }
    cache[0] = 0;
    return 0;
}

static double
right_small_buffer(const double *data, size_t size)
{
    double few[8];
    double *work = few;
    if (size > 8) {
        work = malloc(size * sizeof(double));
        if (work == NULL) {
            return -1;
        }
    }
    memcpy(work, data, size * sizeof(double));
    double result = work[0];
    if (work != few) {
        free(work);
    }
    return result;
}
