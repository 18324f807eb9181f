/* Variables of other types than the format says, on every platform. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

typedef int flag_t;
typedef struct {
    PyObject_HEAD
    double scale;
    npy_intp shape[2];
} Image;

#define PAIR "dd"

PyObject *
wrong(Image *self, PyObject *args)
{
    int count = 0;
    float weight = 0;
    char *name = NULL;
    char text[8];
    Py_ssize_t length = 0;
    PyObject *any = NULL;
    if (!PyArg_ParseTuple(args, "n" PAIR "s",
                          &count, // expect: NPC402 `&count`
                          &weight, // expect: NPC402 `&weight`
                          &self->scale,
                          &text)) { // expect: NPC402 `&text`
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "s#O(ii):wrong",
                          &name,
                          &count, // expect: NPC402 `&count`
                          any, // expect: NPC402 `any`
                          &self->shape[0], // expect: NPC402 `&self->shape[0]`
                          length)) { // expect: NPC402 `length`
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "sO",
                          &any, // expect: NPC402 `&any`
                          &name)) { // expect: NPC402 `&name`
        return NULL;
    }
    return PyLong_FromLong(count);
}

PyObject *
right(Image *self, PyObject *args, double *out, PyObject *keywords)
{
    static char *names[] = {"flag", "unsigned", "text", "array", "n", "buffer", "z", "scale", "shape", "out", NULL};
    flag_t flag = 0;
    unsigned int number = 0;
    const unsigned char *text = NULL;
    PyArrayObject *array = NULL;
    npy_intp n = 0;
    Py_buffer buffer;
    Py_complex z;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "iisOny*Dd(nn)d:right", names, &flag, &number, &text, &array, &n,
                                     &buffer, &z, &self->scale, self->shape, &self->shape[1], out)) {
        return NULL;
    }
    PyBuffer_Release(&buffer);
    return PyLong_FromLong(flag);
}

/* The cast hides the type, and what the memory is for nobody knows. */
PyObject *
right_with_cast(PyObject *args)
{
    char memory[sizeof(long)];
    void *any = memory;
    if (!PyArg_ParseTuple(args, "l", (long *)any) || !PyArg_ParseTuple(args, "l", (long *)memory)) {
        return NULL;
    }
    Py_RETURN_NONE;
}
