//! The same module as `_sizes.c`, without its `is_folder`'s C.

use pyo3_ffi::*;
use std::ffi::CStr;
use std::os::raw::{c_char, c_int};
use std::ptr;

static mut METHODS: [PyMethodDef; 4] = [
    method("is_folder\0", is_folder, METH_O),
    method("machine\0", machine, METH_NOARGS),
    method("pointer_size\0", pointer_size, METH_NOARGS),
    PyMethodDef::zeroed(),
];

static mut MODULE: PyModuleDef = PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: "_sizes\0".as_ptr() as *const c_char,
    m_doc: ptr::null(),
    m_size: 0,
    m_methods: ptr::null_mut(),
    m_slots: ptr::null_mut(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
};

const fn method(name: &'static str, call: PyCFunction, flags: c_int) -> PyMethodDef {
    PyMethodDef {
        ml_name: name.as_ptr() as *const c_char,
        ml_meth: PyMethodDefPointer { PyCFunction: call },
        ml_flags: flags,
        ml_doc: ptr::null(),
    }
}

unsafe extern "C" fn machine(_: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    let name = match std::env::consts::ARCH {
        "powerpc64" => "ppc64le",
        other => other,
    };
    PyUnicode_FromStringAndSize(name.as_ptr() as *const c_char, name.len() as Py_ssize_t)
}

unsafe extern "C" fn pointer_size(_: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    PyLong_FromSize_t(std::mem::size_of::<usize>())
}

unsafe extern "C" fn is_folder(_: *mut PyObject, path: *mut PyObject) -> *mut PyObject {
    let name = PyUnicode_AsUTF8(path);
    if name.is_null() {
        return ptr::null_mut();
    }
    let name = CStr::from_ptr(name).to_string_lossy();
    PyBool_FromLong(std::path::Path::new(name.as_ref()).is_dir().into())
}

#[no_mangle]
pub unsafe extern "C" fn PyInit__sizes() -> *mut PyObject {
    MODULE.m_methods = ptr::addr_of_mut!(METHODS) as *mut PyMethodDef;
    PyModule_Create(ptr::addr_of_mut!(MODULE))
}
