//! Look-up in the tables that the build has written.

mod validation;

use super::*;

#[test]
fn the_tables_are_in_the_order_that_the_look_up_needs() {
    assert!(symbols().windows(2).all(|pair| (pair[0].name, pair[0].library) < (pair[1].name, pair[1].library)));
    assert!(macros().windows(2).all(|pair| pair[0].name < pair[1].name));
}

#[test]
fn every_symbol_is_found_by_its_name() {
    for entry in symbols() {
        assert!(entries(entry.name).any(|found| found == entry));
        assert_eq!(symbol(entry.name).is_none(), entries(entry.name).all(|found| found.explicit_include));
    }
    assert!(symbol("MAX").is_none() && entries("MAX").count() == 1, "old headers are not read by the way");
    assert_eq!(symbol("PyArray_"), None);
}

#[test]
fn the_c_library_is_known_and_not_offered() {
    let malloc = callee("malloc").unwrap();
    assert_eq!((malloc.library, malloc.returns.ownership), (Library::C, ResultOwnership::Resource));
    assert!(symbol("malloc").is_none() && entries("malloc").count() == 0);
    assert!(symbols().iter().all(|entry| entry.library != Library::C));
    assert!(callee("PyMem_Malloc").is_some() && callee("NPY_DOUBLE").is_none() && callee("nothing").is_none());
}

/// A resource whose end is not known could be neither followed nor released.
#[test]
fn what_ends_a_resource_is_in_the_database() {
    for entry in symbols().iter().filter(|entry| entry.returns.ownership == ResultOwnership::Resource) {
        let end = callee(entry.returns.released_by);
        assert!(end.is_some(), "{}: `{}` is not in the database", entry.name, entry.returns.released_by);
    }
}

#[test]
fn contracts_say_who_owns_what() {
    let from_any = symbol("PyArray_FromAny").unwrap();
    let dtype = from_any.param_index("dtype").unwrap();
    assert_eq!(from_any.params[dtype].ownership, Ownership::Stolen);
    assert!(from_any.returns.ownership == ResultOwnership::New && from_any.can_return_null());
    let add_object = symbol("PyModule_AddObject").unwrap();
    assert_eq!(add_object.param(2).map(|param| param.ownership), Some(Ownership::StolenOnSuccess));
}

#[test]
fn calls_through_slots_have_the_contract_of_their_type() {
    let alloc = slot("tp_alloc", "Py_TYPE").unwrap();
    assert!(alloc.name == "PyTypeObject.tp_alloc" && alloc.callable && symbol(alloc.name) == Some(alloc));
    assert!(alloc.returns.ownership == ResultOwnership::New && alloc.can_return_null());
    assert_eq!(alloc.signature, "PyObject *(*tp_alloc)(PyTypeObject *self, Py_ssize_t nitems)");
    let setitem = slot("setitem", "f").unwrap();
    assert_eq!(setitem.param(0).map(|param| param.ownership), Some(Ownership::Borrowed));
    assert_eq!(slot("setitem", "PyDataType_GetArrFuncs"), Some(setitem));
    assert_eq!(slot("setitem", "self"), None, "a member of that name can belong to any struct");
    assert!(slot("tp_dealloc", "").is_some_and(|dealloc| dealloc.params[0].ownership == Ownership::ConsumedResource));
    assert!(symbol("newfunc").is_some_and(|function_type| !function_type.callable));
}

#[test]
fn variadic_arguments_share_the_last_parameter() {
    let parse = symbol("PyArg_ParseTuple").unwrap();
    assert_eq!(parse.param(9).map(|param| param.name), Some("..."));
    assert_eq!(symbol("Py_DECREF").unwrap().param(1).map(|param| param.name), None);
}

#[test]
fn a_built_in_type_number_makes_failure_impossible() {
    let from_type = symbol("PyArray_DescrFromType").unwrap();
    let double = flag_value("NPY_DOUBLE");
    assert!(from_type.is_certain_with(0, double, None) && from_type.is_certain_with(0, None, Some("NPY_DOUBLE")));
    assert!(!from_type.is_certain_with(0, None, Some("typenum")) && !from_type.is_certain_with(1, double, None));
}

#[test]
fn combined_flags_come_apart_into_bits() {
    let named = |flags: &str| -> Vec<&str> {
        let value = flag_value(flags).unwrap();
        ArrayFlags(value).bits().iter().map(|bit| bit.name).collect()
    };
    let carray = named("NPY_ARRAY_CARRAY");
    assert_eq!(carray, ["NPY_ARRAY_C_CONTIGUOUS", "NPY_ARRAY_ALIGNED", "NPY_ARRAY_WRITEABLE"]);
    assert!(ArrayFlags(flag_value("NPY_ARRAY_INOUT_ARRAY2").unwrap()).obliges_write_back());
    assert!(!ArrayFlags(flag_value("NPY_ARRAY_IN_ARRAY").unwrap()).obliges_write_back());
}

#[test]
fn the_longest_unit_of_a_format_counts() {
    let unit = |text| format_unit_at(Format::Parse, text).map(|unit| unit.unit);
    assert_eq!((unit("O!O"), unit("O&"), unit("Oi"), unit("~")), (Some("O!"), Some("O&"), Some("O"), None));
}

#[test]
fn every_call_says_what_failure_looks_like() {
    for entry in symbols().iter().filter(|entry| entry.returns.ownership == ResultOwnership::New) {
        assert!(matches!(entry.returns.failure, "" | "NULL"), "{}: {}", entry.name, entry.returns.failure);
    }
}

#[test]
fn macros_hide_returns() {
    assert_eq!(macro_syntax("import_array").and_then(|syntax| syntax.control), Some(Control::ReturnOnFailure));
    assert_eq!(macro_syntax("Py_RETURN_NONE").and_then(|syntax| syntax.control), Some(Control::Return));
    assert!(macro_syntax("PyArray_DATA").is_none());
}

#[test]
fn a_combined_flag_is_the_union_of_its_parts() {
    for flag in constant_set("array-requirement").filter(|flag| !flag.expands_to.is_empty()) {
        let expanded = flag.expands_to.iter().filter_map(|name| flag_value(name)).fold(0, |all, bits| all | bits);
        if let Some(value) = flag.number {
            assert_eq!(value, expanded, "{} is the union of {:?}", flag.name, flag.expands_to);
        }
    }
}
