//! The library that this code stands in, which may have to stay in the process for good (INVAL-4);
//! and, on Windows, what other libraries of the process export.
#![allow(unsafe_code, reason = "the system's loader is asked about this library")]

/// Keeps the library loaded, whatever its host frees: whether it could. A program that has it
/// linked in stays anyway.
#[cfg(unix)]
pub(crate) fn pin() -> bool {
    let mut found = std::mem::MaybeUninit::<libc::Dl_info>::zeroed();
    let here = pin as fn() -> bool as *const std::ffi::c_void;
    // SAFETY: D1: an address of ours; `found` is ours until it returns.
    let is_found = unsafe { libc::dladdr(here, found.as_mut_ptr()) } != 0;
    // SAFETY: D1: plain pointers, zeroed above.
    let name = unsafe { found.assume_init() }.dli_fname;
    let mode = libc::RTLD_NOW | libc::RTLD_NOLOAD | libc::RTLD_NODELETE;
    // SAFETY: D1: the loader's own name of a library that is there.
    is_found && !unsafe { libc::dlopen(name, mode) }.is_null()
}

#[cfg(windows)]
pub(crate) use windows::{pin, procedure};

#[cfg(windows)]
mod windows {
    use std::ffi::{CStr, c_void};
    use std::ptr::null_mut;

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetModuleHandleExW(flags: u32, name: *const u16, module: *mut *mut c_void) -> i32;
        fn GetModuleHandleA(name: *const std::ffi::c_char) -> *mut c_void;
        fn GetProcAddress(module: *mut c_void, name: *const std::ffi::c_char) -> Option<unsafe extern "system" fn()>;
    }

    pub(crate) fn pin() -> bool {
        let here = pin as fn() -> bool as *const u16;
        let mut module = null_mut();
        // SAFETY: D1: PIN and FROM_ADDRESS, an address of ours; `module` is ours until it returns.
        unsafe { GetModuleHandleExW(0x1 | 0x4, here, &mut module) != 0 }
    }

    /// What a library exports that is in the process already (LOAD-8).
    pub(crate) fn procedure(library: &CStr, name: &CStr) -> Option<unsafe extern "system" fn()> {
        // SAFETY: D1: both names end with a zero and are ours until it returns.
        let module = unsafe { GetModuleHandleA(library.as_ptr()) };
        if module.is_null() {
            return None;
        }
        // SAFETY: D1: as above.
        unsafe { GetProcAddress(module, name.as_ptr()) }
    }
}
