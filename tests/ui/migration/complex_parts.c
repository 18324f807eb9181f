/* The parts of a complex number are no members any more. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

typedef struct {
    double real;
    double imag;
} Pair;

static double
wrong(npy_cdouble z, npy_cfloat *all, npy_cdouble *out)
{
    double sum = z.real + all[2].imag; // expect: NPC1106 `real`, NPC1106 `imag`
    z.real = sum; // expect: NPC1106 `real`
    out->imag = -(all + 1)->real; // expect: NPC1106 `imag`, NPC1106 `real`
    out[1].real += 2.0; // expect: NPC1106 `real`
    return sum;
}

static double
right(Pair pair, Pair *all, Py_complex z)
{
    pair.real = all->imag;
    return pair.real + z.real;
}
