/* Names of arguments and their format. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static char *pair[] = {"left", "right", NULL};

PyObject *
wrong(PyObject *args, PyObject *keywords)
{
    static char *endless[] = {"left", "right"}; // expect: NPC405 `endless`
    int left = 0, right_ = 0, more = 0;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "ii", endless, &left, &right_)) {
        return NULL;
    }
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "i", pair, &left)) { // expect: NPC405 `pair`
        return NULL;
    }
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "ii|i", pair, &left, &right_, &more)) { // expect: NPC405 `pair`
        return NULL;
    }
    return PyLong_FromLong(left + right_);
}

#define LAST NULL
#ifdef MORE_NAMES
#define NAMES "more", NULL
#else
#define NAMES NULL
#endif

PyObject *
right(PyObject *args, PyObject *keywords)
{
    static char *point[] = {"", (char *)"point", 0};
    static char *other[] = {"left", "right", LAST};
    static char *fixed[3] = {"left", "right"};
    static char *unknown[] = {"left", NAMES};
    int left = 0, right_ = 0, x = 0, y = 0;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "i(ii):right", point, &left, &x, &y) ||
        !PyArg_ParseTupleAndKeywords(args, keywords, "i|$i", other, &left, &right_) ||
        !PyArg_ParseTupleAndKeywords(args, keywords, "i", unknown, &left) ||
        !PyArg_ParseTupleAndKeywords(args, keywords, "ii", fixed, &left, &right_)) {
        return NULL;
    }
    return PyLong_FromLong(left + right_ + x + y);
}
