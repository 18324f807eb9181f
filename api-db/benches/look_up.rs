//! Look-up by name, which every call in a file and every hover needs: `cargo bench -p numpy-capi-db`.

#![allow(missing_docs, reason = "criterion writes a public function without documentation")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use numpy_capi_db::{constant_set, macro_syntax, slot, symbol, symbols};

fn one_name(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("one name");
    for name in ["PyArray_FromAny", "Py_DECREF", "NPY_ARRAY_CARRAY"] {
        group.bench_function(format!("{name}, known"), |bencher| bencher.iter(|| symbol(black_box(name))));
    }
    for name in ["my_own_function", "PyArray_"] {
        group.bench_function(format!("{name}, unknown"), |bencher| bencher.iter(|| symbol(black_box(name))));
    }
    group.bench_function("text of an entry", |bencher| {
        bencher.iter(|| symbol(black_box("PyArray_FromAny")).map(|entry| entry.summary.len()));
    });
    group.bench_function("slot", |bencher| bencher.iter(|| slot(black_box("getitem"), black_box("f"))));
    group.bench_function("macro", |bencher| bencher.iter(|| macro_syntax(black_box("Py_BEGIN_ALLOW_THREADS"))));
    group.finish();
}

fn all_names(criterion: &mut Criterion) {
    let names: Vec<&str> = symbols().iter().map(|entry| entry.name).collect();
    let mut group = criterion.benchmark_group("every name");
    group.throughput(Throughput::Elements(names.len() as u64));
    group.bench_function("known", |bencher| {
        bencher.iter(|| names.iter().filter(|name| symbol(black_box(name)).is_some()).count());
    });
    group.finish();
    criterion.bench_function("members of a set", |bencher| {
        bencher.iter(|| constant_set(black_box("array-requirement")).count());
    });
}

/// Short runs: the figures are asked for in their order of magnitude.
fn settings() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1))
}

criterion_group! { name = look_up; config = settings(); targets = one_name, all_names }
criterion_main!(look_up);
